package lastgood.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import lastgood.control.Ports;
import lastgood.core.port.Components;
import lastgood.core.port.Counts;
import lastgood.core.port.Incidents;
import lastgood.core.port.Journal;
import lastgood.core.port.Labels;
import lastgood.core.port.Releases;
import lastgood.core.port.RouteBoard;

/// A ledger whose calls do not return while it hangs, as on a disk that does not answer. What waits goes on afterwards.
final class HungLedger implements UnaryOperator<Ports> {
    private final AtomicLong signs = new AtomicLong();
    private boolean hangs;

    synchronized void hang() {
        hangs = true;
    }

    synchronized void goOn() {
        hangs = false;
        notifyAll();
    }

    @Override
    public Ports apply(Ports p) {
        return new Ports(
                slow(Journal.class, p.journal()),
                slow(Releases.class, p.releases()),
                slow(Components.class, p.components()),
                slow(Labels.class, p.labels()),
                slow(Counts.class, p.counts()),
                slow(Incidents.class, p.incidents()),
                counting(p.board()),
                p.standby(),
                p.probe(),
                p.countSource(),
                p.workbench(),
                p.notifier(),
                p.registry(),
                p.signatures(),
                p.signaturesRequired(),
                p.aliases(),
                p.stacks(),
                p.drivers(),
                p.rows(),
                p.drills(),
                p.predictions(),
                p.checkups(),
                p.traffic());
    }

    /// How many signs of life control has given to its gateway.
    long signs() {
        return signs.get();
    }

    private synchronized void pass() throws InterruptedException {
        while (hangs) {
            wait();
        }
    }

    private <T> T slow(Class<T> port, T real) {
        return before(port, real, _ -> pass());
    }

    private RouteBoard counting(RouteBoard real) {
        return before(
                RouteBoard.class,
                real,
                method -> {
                    if (method.equals("renew")) {
                        signs.incrementAndGet();
                    }
                });
    }

    private interface Before {
        void call(String method) throws InterruptedException;
    }

    private static <T> T before(Class<T> port, T real, Before before) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, args) -> {
                            before.call(method.getName());
                            try {
                                return method.invoke(real, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
