package lastgood.gateway.running.program;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import lastgood.core.breaker.Cause;
import lastgood.core.breaker.Circuit;
import lastgood.core.breaker.Fleet;
import lastgood.core.breaker.Limits;
import lastgood.core.breaker.RetryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses at which the model of one release is served, and which of them are asked.
///
/// Each release judges for itself: what a candidate's model does to a server says nothing of the model that live has there.
/// Who is out is looked at when its pause is over, whether or not anybody asks.
final class Addresses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    /// After that long our client closes what is idle.
    private static final long IDLE = Duration.ofSeconds(30).toNanos();

    /// What was asked of one address, and in which term.
    ///
    /// @param pooled whether it may be sent by a connection that was there before
    record Pass(int address, URI server, long term, boolean pooled) {}

    /// Somebody who finds out whether a server is ready for this release.
    interface Look {
        /// Why it is not; empty: it is.
        Optional<String> at(URI server) throws InterruptedException;
    }

    private final String who;
    private final List<URI> servers;
    private final List<EndpointBook.Row> rows;
    private final Look look;
    private final LongSupplier nanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int[] underWay;
    private final int[] idle;
    private final long[] answeredAt;
    private final boolean[] watched;
    private final List<String> why;
    private Fleet fleet;
    private RetryBudget budget = RetryBudget.FULL;
    private int turn;

    /// @param who in the log
    /// @param rows what is counted of each
    Addresses(
            String who,
            List<URI> servers,
            List<EndpointBook.Row> rows,
            Look look,
            LongSupplier nanos) {
        this.who = who;
        this.servers = List.copyOf(servers);
        this.rows = List.copyOf(rows);
        this.look = look;
        this.nanos = nanos;
        underWay = new int[servers.size()];
        idle = new int[servers.size()];
        answeredAt = new long[servers.size()];
        watched = new boolean[servers.size()];
        why = new ArrayList<>(Collections.nCopies(servers.size(), ""));
        long now = nanos.getAsLong();
        fleet = new Fleet(Collections.nCopies(servers.size(), Circuit.closed(now)), Limits.USUAL);
    }

    /// One that was not ready when the release was made so.
    synchronized void isAway(int address, String objection) {
        var circuits = new ArrayList<>(fleet.circuits());
        circuits.set(address, Circuit.away(nanos.getAsLong(), fleet.limits()));
        become(address, new Fleet(circuits, fleet.limits()), objection);
    }

    /// Where a request goes; empty: nowhere, at once.
    synchronized Optional<Pass> enter() {
        budget = budget.asked();
        return choose(IntStream.range(0, servers.size()));
    }

    /// Where a request goes once more; empty: nowhere, as nobody else is there or too many are tried again.
    ///
    /// @param tried where it was sent
    /// @param same whether it may go to one of these where nobody else is
    synchronized Optional<Pass> enterAgain(Set<Integer> tried, boolean same) {
        var left = budget.retried();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        var pass =
                choose(IntStream.range(0, servers.size()).filter(i -> !tried.contains(i)))
                        .or(() ->
                                same ? choose(tried.stream().mapToInt(i -> i)) : Optional.empty());
        pass.ifPresent(p -> {
            budget = left.get();
            rows.get(p.address()).retried();
        });
        return pass;
    }

    synchronized void answered(Pass pass) {
        long now = nanos.getAsLong();
        leave(pass);
        idle[pass.address()]++;
        answeredAt[pass.address()] = now;
        become(pass.address(), fleet.answered(pass.address(), pass.term(), now), "");
    }

    synchronized void failed(Pass pass, Cause cause, String objection) {
        leave(pass);
        rows.get(pass.address()).failed();
        long now = nanos.getAsLong();
        become(pass.address(), fleet.failed(pass.address(), pass.term(), cause, now), objection);
    }

    /// It ended, and that says nothing of the server.
    synchronized void forgotten(Pass pass) {
        leave(pass);
        fleet = fleet.forgotten(pass.address(), pass.term());
    }

    int size() {
        return servers.size();
    }

    /// Why nobody is asked, and when that changes.
    synchronized String whyNone() {
        var next = fleet.nextLook();
        var when =
                next.isPresent()
                        ? "looked at again in %.1f s"
                                .formatted(Math.max(0, next.getAsLong() - nanos.getAsLong()) / 1e9)
                        : "being tried again now";
        return (servers.size() == 1 ? "is" : "is, at all its %d addresses,".formatted(size()))
                + " not asked after failures, and "
                + when;
    }

    /// Why each address is out, in the order of the addresses; empty: it is asked.
    synchronized List<Optional<String>> out() {
        return IntStream.range(0, servers.size())
                .mapToObj(i -> fleet.isOut(i) ? Optional.of(why.get(i)) : Optional.<String>empty())
                .toList();
    }

    List<URI> servers() {
        return servers;
    }

    String who() {
        return who;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /// One that is to be tried goes first, else the one that has least to do.
    private Optional<Pass> choose(IntStream among) {
        turn = (turn + 1) % servers.size();
        var chosen =
                among.boxed().filter(fleet::takes).min((a, b) -> Integer.compare(rank(a), rank(b)));
        return chosen.map(address -> {
            long now = nanos.getAsLong();
            boolean pooled = idle[address] > 0 && now - answeredAt[address] < IDLE;
            idle[address] = pooled ? idle[address] - 1 : 0;
            underWay[address]++;
            rows.get(address).asked();
            fleet = fleet.asked(address);
            return new Pass(address, servers.get(address), fleet.term(address), pooled);
        });
    }

    private int rank(int address) {
        int size = servers.size();
        int next = (address - turn + size) % size;
        return fleet.isOnTrial(address) ? -1 : underWay[address] * size + next;
    }

    private void leave(Pass pass) {
        underWay[pass.address()]--;
    }

    private void become(int address, Fleet next, String objection) {
        boolean before = fleet.isOut(address);
        fleet = next;
        boolean out = fleet.isOut(address);
        if (out && !objection.isEmpty()) {
            why.set(address, objection);
        }
        if (out && !before) {
            LOG.warn("{}: {} is not asked any more: {}", who, servers.get(address), objection);
        } else if (before && !out) {
            LOG.info("{}: {} is asked again", who, servers.get(address));
        }
        if (fleet.circuits().get(address) instanceof Circuit.Open && !watched[address]) {
            watched[address] = true;
            Thread.ofVirtual().name("look-at-" + address).start(() -> watch(address));
        }
    }

    private void watch(int address) {
        try {
            for (var open = rest(address); open.isPresent(); open = rest(address)) {
                long pause = open.get().until() - nanos.getAsLong();
                if (closed.await(pause, TimeUnit.NANOSECONDS)) {
                    return;
                }
                looked(address, open.get().term(), look.at(servers.get(address)));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Empty: it does not rest, and nobody has to look any more.
    private synchronized Optional<Circuit.Open> rest(int address) {
        var circuit = fleet.circuits().get(address);
        watched[address] = circuit instanceof Circuit.Open;
        return circuit instanceof Circuit.Open open ? Optional.of(open) : Optional.empty();
    }

    private synchronized void looked(int address, long term, Optional<String> objection) {
        long now = nanos.getAsLong();
        become(
                address,
                fleet.looked(address, term, objection.isEmpty(), now),
                objection.orElse(""));
    }
}
