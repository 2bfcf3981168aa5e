package lastgood.gateway.routing;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import lastgood.core.port.Vetoes;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// Vetoes that a full disk did not take are in force all the same, and are tried again until they are written down or
/// taken off.
///
/// Without that a crash would forget them, also where the disk has had room again for hours.
final class PatientVetoes implements Vetoes {
    private final Vetoes disk;
    private final Executor later;
    private final Map<ServiceName, Set<Route.Veto>> unwritten = new ConcurrentHashMap<>();
    private boolean waiting;

    /// @param later runs what it is given after a moment, and away from the threads that answer requests
    PatientVetoes(Vetoes disk, Executor later) {
        this.disk = disk;
        this.later = later;
    }

    @Override
    public synchronized boolean add(ServiceName service, Route.Veto veto) {
        boolean written = disk.add(service, veto);
        if (written) {
            forget(service, veto);
        } else {
            var more = new HashSet<>(unwritten(service));
            more.add(veto);
            unwritten.put(service, Set.copyOf(more));
            comeBack();
        }
        return written;
    }

    @Override
    public synchronized void remove(ServiceName service, Route.Veto veto) {
        forget(service, veto);
        disk.remove(service, veto);
    }

    @Override
    public Set<Route.Veto> of(ServiceName service) {
        var all = new HashSet<>(disk.of(service));
        all.addAll(unwritten(service));
        return Set.copyOf(all);
    }

    /// In force, but only until this process ends.
    Set<Route.Veto> unwritten(ServiceName service) {
        return unwritten.getOrDefault(service, Set.of());
    }

    /// Tries all of them once more, and again after a moment where the disk still refuses.
    synchronized void tryAgain() {
        waiting = false;
        unwritten.forEach((service, vetoes) -> vetoes.forEach(veto -> add(service, veto)));
    }

    private void comeBack() {
        if (waiting) {
            return;
        }
        waiting = true;
        try {
            later.execute(this::tryAgain);
        } catch (RejectedExecutionException _) {
            waiting = false; // The gateway closes.
        }
    }

    private void forget(ServiceName service, Route.Veto veto) {
        var fewer = new HashSet<>(unwritten(service));
        if (fewer.remove(veto)) {
            unwritten.put(service, Set.copyOf(fewer));
        }
    }
}
