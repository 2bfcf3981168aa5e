package lastgood.gateway.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import lastgood.core.guard.Reading;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Vetoes;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.WayBack;

/// Where requests go: one immutable [Snapshot] behind one volatile reference. A switch is one store.
///
/// A retreat needs nothing but what is in memory: the snapshot is swapped first, and only then is anything written
/// down or anybody told.
///
/// @param <R> what a loaded release is; routing only hands it out
public final class Switchboard<R> implements RouteBoard {
    private final PatientVetoes store;
    private final Executor teller;
    private final LongSupplier nanos;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<LapseListener> lapseListeners = new CopyOnWriteArrayList<>();
    private final List<PutBackListener> putBackListeners = new CopyOnWriteArrayList<>();

    /// What people had put back and control has not acknowledged.
    private final Map<ServiceName, PutBack> putBack = new ConcurrentHashMap<>();

    private volatile Snapshot<R> snapshot = new Snapshot<>(Map.of());

    /// @param teller writes vetoes down and tells listeners, in order, away from the thread that answers requests
    /// @param later runs what it is given after a moment, where the teller runs it too: vetoes that the disk refused
    /// @param nanos a monotonic clock, for leases
    public Switchboard(Vetoes store, Executor teller, Executor later, LongSupplier nanos) {
        this.store = new PatientVetoes(store, later);
        this.teller = teller;
        this.nanos = nanos;
    }

    public Snapshot<R> now() {
        return snapshot;
    }

    /// How a request to a service goes now; empty: nothing is live. A lease is looked at with every request, so that a
    /// process that slept through the end of one exposes nobody when it wakes.
    public Optional<Lanes<R>> lanes(String service) {
        var lanes = snapshot.line(service).flatMap(Line::lanes);
        if (lanes.flatMap(Lanes::lease).filter(l -> l.isOver(nanos.getAsLong())).isEmpty()) {
            return lanes;
        }
        lapse(lanes.get().route().service());
        return snapshot.line(service).flatMap(Line::lanes);
    }

    /// Withdraws every candidate whose lease ran out. To be called several times a second: a lease ends also where nobody
    /// asks for anything.
    public void endLeases() {
        snapshot.lines().values().stream()
                .filter(line -> line.orders().isDue(nanos.getAsLong()))
                .forEach(line -> lapse(line.service()));
    }

    @Override
    public Pinned pin(Route route) {
        return pin(List.of(route));
    }

    /// @param left what it retreats from, to be remembered
    private record Repinned<R>(Line<R> line, Optional<Route.Veto> left) {}

    @Override
    public Pinned pin(List<Route> together) {
        var repinned = new ArrayList<Repinned<R>>();
        synchronized (this) {
            var next = snapshot;
            for (var route : together) {
                var before = line(route.service());
                if (before.up().equals(Optional.of(route))) {
                    continue;
                }
                var refusal = refusal(before, route);
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                var one = repin(before, route);
                repinned.add(one);
                next = next.with(one.line());
            }
            snapshot = next;
        }
        for (var one : repinned) {
            var service = one.line().service();
            one.left().ifPresent(veto -> store.add(service, veto));
            one.line().forbidden().ifPresent(veto -> tell(service, veto, List.of()));
            tellLapsed(one.line());
        }
        return new Pinned.Done();
    }

    /// What lapsed gets no requests, so leaving it is no retreat, and nothing to remember: a restart leaves it at 0 % too.
    private Repinned<R> repin(Line<R> before, Route route) {
        var left =
                before.up()
                        .flatMap(up -> Line.left(up, route))
                        .filter(v -> !before.orders().lapsed() && !before.vetoes().contains(v));
        var pinned = before.pin(route, nanos.getAsLong());
        return new Repinned<>(left.map(pinned::veto).orElse(pinned), left);
    }

    private static <R> Optional<Pinned> refusal(Line<R> before, Route route) {
        var up = before.up();
        if (up.isPresent() && up.get().epoch() >= route.epoch()) {
            return Optional.of(new Pinned.Outrun(up.get().epoch()));
        }
        var needed = up.isPresent() ? Line.needs(route) : Line.answering(route);
        return needed.stream()
                .filter(id -> !before.loaded().containsKey(id))
                .findFirst()
                .map(id -> new Pinned.NotReady(id, id + " is not loaded and warm"));
    }

    @Override
    public Optional<Route> route(ServiceName service) {
        return snapshot.line(service.text()).flatMap(Line::up);
    }

    /// What became of an answer that `lanes` assigned to the exposed release. Where this breaks the hard limit, the
    /// release is withdrawn before this returns.
    public void noted(Lanes<R> lanes, boolean failed, OptionalInt keySlot) {
        lanes.limit()
                .ifPresent(limit ->
                        limit.note(failed, keySlot)
                                .ifPresent(r -> withdraw(lanes, limit.veto(), r)));
    }

    @Override
    public void acknowledge(ServiceName service, Route.Veto veto) {
        change(service, line -> line.acknowledge(veto));
        putBack.computeIfPresent(
                service, (_, p) -> p.from().digest().equals(veto.release()) ? null : p);
        store.remove(service, veto);
    }

    @Override
    public Set<Route.Veto> unrecorded(ServiceName service) {
        return store.unwritten(service);
    }

    @Override
    public Set<Route.Veto> vetoes(ServiceName service) {
        return line(service).vetoes();
    }

    @Override
    public void onVeto(Listener listener) {
        listeners.add(listener);
        snapshot.lines()
                .values()
                .forEach(line ->
                        line.forbidden()
                                .ifPresent(
                                        veto -> listener.vetoed(line.service(), veto, List.of())));
    }

    @Override
    public void renew(ServiceName service) {
        if (line(service).orders().lease().isPresent()) {
            change(service, line -> line.renew(nanos.getAsLong()));
        }
    }

    @Override
    public void onLapse(LapseListener listener) {
        lapseListeners.add(listener);
        snapshot.lines()
                .values()
                .forEach(line ->
                        lapsedEpoch(line)
                                .ifPresent(epoch -> listener.lapsed(line.service(), epoch)));
    }

    /// A person wants the service put back, and asks nobody but this gateway: it has moved when this returns, and is
    /// written down and told afterwards.
    public Emergency putBack(ServiceName service, Instant at, Actor by) {
        Emergency answer;
        synchronized (this) {
            var line = line(service);
            answer = line.putBack();
            if (answer instanceof Emergency.Gone(var veto, var from, var to)) {
                snapshot = snapshot.with(line.veto(veto));
                putBack.put(service, new PutBack(service, from, to, at, by));
            }
        }
        if (answer instanceof Emergency.Gone(var veto, _, _)) {
            teller.execute(() -> store.add(service, veto));
            var what = Optional.ofNullable(putBack.get(service));
            putBackListeners.forEach(
                    listener -> teller.execute(() -> what.ifPresent(listener::putBack)));
        }
        return answer;
    }

    @Override
    public void onPutBack(PutBackListener listener) {
        putBackListeners.add(listener);
        putBack.values().forEach(listener::putBack);
    }

    /// Where a person's emergency goes to from `live`, should there be one.
    public void wayBack(ServiceName service, ReleaseId live, WayBack way) {
        change(service, line -> line.wayBack(live, way));
    }

    /// A release is loaded and warm from now on.
    public void load(ServiceName service, ReleaseId id, R release) {
        change(service, line -> line.load(id, release));
    }

    /// Forgets all releases of a service but these and those its route needs; answers with the forgotten ones.
    public Map<ReleaseId, R> keep(ServiceName service, Set<ReleaseId> releases) {
        Map<ReleaseId, R> forgotten;
        synchronized (this) {
            var before = line(service);
            var staying = new HashSet<>(releases);
            before.up().map(Line::needs).ifPresent(staying::addAll);
            before.lanes().map(lanes -> Line.needs(lanes.route())).ifPresent(staying::addAll);
            snapshot = snapshot.with(before.keep(staying));
            forgotten = new LinkedHashMap<>(before.loaded());
            forgotten.keySet().removeAll(staying);
        }
        return forgotten;
    }

    /// Forgets everything, so that nothing is handed out any more; answers with all that was loaded.
    public synchronized List<R> clear() {
        var all =
                snapshot.lines().values().stream()
                        .flatMap(line -> line.loaded().values().stream())
                        .toList();
        snapshot = new Snapshot<>(Map.of());
        return all;
    }

    /// The last moment to write down what the disk has refused so far.
    public void close() {
        store.tryAgain();
    }

    private void withdraw(Lanes<R> lanes, Route.Veto veto, Reading reading) {
        var service = lanes.route().service();
        synchronized (this) {
            var line = line(service);
            if (!line.up().flatMap(Route::exposes).equals(Optional.of(veto))) {
                return; // control was faster
            }
            snapshot = snapshot.with(line.veto(veto));
        }
        teller.execute(() -> store.add(service, veto));
        tell(service, veto, List.of(reading));
    }

    private void lapse(ServiceName service) {
        Line<R> line;
        synchronized (this) {
            if (!line(service).orders().isDue(nanos.getAsLong())) {
                return; // somebody else was faster
            }
            line = line(service).lapse();
            snapshot = snapshot.with(line);
        }
        tellLapsed(line);
    }

    private void tellLapsed(Line<R> line) {
        lapsedEpoch(line)
                .ifPresent(epoch ->
                        lapseListeners.forEach(listener ->
                                teller.execute(() -> listener.lapsed(line.service(), epoch))));
    }

    private static OptionalLong lapsedEpoch(Line<?> line) {
        return line.orders().lapsed()
                ? OptionalLong.of(line.up().orElseThrow().epoch())
                : OptionalLong.empty();
    }

    private void tell(ServiceName service, Route.Veto veto, List<Reading> readings) {
        listeners.forEach(
                listener -> teller.execute(() -> listener.vetoed(service, veto, readings)));
    }

    private synchronized void change(ServiceName service, UnaryOperator<Line<R>> change) {
        snapshot = snapshot.with(change.apply(line(service)));
    }

    /// The first look at a service reads the vetoes left from before a restart.
    private Line<R> line(ServiceName service) {
        return snapshot.line(service.text()).orElseGet(() -> Line.of(service, store.of(service)));
    }
}
