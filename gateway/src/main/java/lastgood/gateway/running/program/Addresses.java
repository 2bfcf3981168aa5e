package lastgood.gateway.running.program;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import lastgood.core.breaker.Cause;
import lastgood.core.breaker.Circuit;
import lastgood.core.breaker.Fleet;
import lastgood.core.breaker.Limits;
import lastgood.core.breaker.RetryBudget;
import lastgood.gateway.client.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses at which the model of one release is served, and which of them are asked.
///
/// Each release judges for itself: what a candidate's model does to a server says nothing of the model that live has there.
/// Who is out is looked at when its pause is over, whether or not anybody asks.
final class Addresses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    /// What was asked of one address, and in which term.
    record Pass(int address, Server server, long term) {}

    /// Somebody who finds out whether a server is ready for this release.
    interface Look {
        /// Why it is not; empty: it is.
        Optional<String> at(Server server) throws InterruptedException;
    }

    private final String who;
    private final List<URI> servers;
    private final List<Server> asked;
    private final List<EndpointBook.Row> rows;
    private final Look look;
    private final LongSupplier nanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int[] underWay;
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
        asked = servers.stream().map(Server::at).toList();
        this.rows = List.copyOf(rows);
        this.look = look;
        this.nanos = nanos;
        underWay = new int[servers.size()];
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
        return choose(_ -> true);
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
                choose(i -> !tried.contains(i))
                        .or(() -> same ? choose(tried::contains) : Optional.empty());
        pass.ifPresent(p -> {
            budget = left.get();
            rows.get(p.address()).retried();
        });
        return pass;
    }

    synchronized void answered(Pass pass) {
        long now = nanos.getAsLong();
        leave(pass);
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
    private Optional<Pass> choose(IntPredicate among) {
        turn = (turn + 1) % servers.size();
        int chosen = -1;
        for (int i = 0; i < servers.size(); i++) {
            boolean may = among.test(i) && fleet.takes(i);
            if (may && (chosen < 0 || rank(i) < rank(chosen))) {
                chosen = i;
            }
        }
        return chosen < 0 ? Optional.empty() : Optional.of(passTo(chosen));
    }

    private Pass passTo(int address) {
        underWay[address]++;
        rows.get(address).asked();
        fleet = fleet.asked(address);
        return new Pass(address, asked.get(address), fleet.term(address));
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
                looked(address, open.get().term(), look.at(asked.get(address)));
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
