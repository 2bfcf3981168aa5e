package lastgood.sim.check;

import static lastgood.sim.Broken.unless;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Lease;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.State;
import lastgood.gateway.routing.Assignment;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.sim.world.Life;
import lastgood.sim.world.Loaded;

/// What one service's callers are answered by, held against what control and the disk say.
final class Gate {
    /// A rollout that takes too long is ended by the watcher, whose rounds may be slow in coming.
    private static final Duration SLACK = Duration.ofSeconds(60);

    private final ServiceName service;
    private final Set<Route.Veto> vetoed = new HashSet<>();
    private Optional<Route> up = Optional.empty();
    private long waiting;
    private long least;
    private Instant since = Instant.MIN;
    private Instant sign = Instant.EPOCH;

    Gate(ServiceName service) {
        this.service = service;
    }

    /// A process begins that knows what is on the disk.
    void begins(State disk, Instant now) {
        up = Optional.empty();
        waiting = 0;
        least = disk.standing().epoch();
        since = now;
    }

    void waits(Route route) {
        waiting = route.epoch();
    }

    void pinned(Route route, Instant now) {
        unless(
                route.epoch() > least || up.equals(Optional.of(route)),
                "4",
                "epoch " + route.epoch() + " is up after " + least);
        if (up.flatMap(Gate::tried).equals(tried(route))) {
            renewed(now);
        } else {
            sign = now;
        }
        least = route.epoch();
        waiting = waiting <= route.epoch() ? 0 : waiting;
        up = Optional.of(route);
    }

    /// A sign of life of control. One that comes too late brings nothing back.
    void renewed(Instant now) {
        if (now.isBefore(sign.plus(Lease.LENGTH))) {
            sign = now;
        }
    }

    /// The rollout whose candidate a route exposes.
    private static Optional<Integer> tried(Route route) {
        return route.split() instanceof Route.Split.Trying t
                ? Optional.of(t.watch().rollout())
                : Optional.empty();
    }

    void vetoStored(Route.Veto veto) {
        vetoed.add(veto);
    }

    void assigned(Life life, Assignment<Loaded> assignment, Books books, Instant now) {
        assignment
                .beside()
                .ifPresent(b -> {
                    unless(
                            assignment.first().id().equals(live(life)),
                            "5",
                            "a release in shadow answers a caller");
                    asked(life, b.watch().rollout(), b.candidate(), true, books, now);
                });
        if (assignment.unproven()) {
            int rollout = assignment.watch().orElseThrow().rollout();
            boolean wayBack = assignment.instead().isPresent();
            asked(life, rollout, assignment.first(), wayBack, books, now);
        }
    }

    private ReleaseId live(Life life) {
        return life.line(service).flatMap(Line::lanes).orElseThrow().live().id();
    }

    /// @param wayBack whether another release could answer as well
    private void asked(
            Life life, int rollout, Loaded release, boolean wayBack, Books books, Instant now) {
        var veto = new Route.Veto(rollout, release.id().digest());
        boolean known = life.line(service).filter(l -> l.vetoes().contains(veto)).isPresent();
        unless(
                up.flatMap(Gate::tried).isEmpty() || now.isBefore(sign.plus(Lease.LENGTH)),
                "17",
                "a request goes to a candidate that nobody has watched since " + sign);
        unless(!(wayBack && known), "5", "a request goes to what the gateway withdrew: " + veto);
        unless(
                !(wayBack && vetoed.contains(veto)),
                "21",
                "a request goes to what was vetoed: " + veto);
        unless(
                !(wayBack && books.hasTripped(rollout)),
                "9",
                "a request goes to a release that tripped in rollout " + rollout);
    }

    /// @param asked the state in force
    void look(Life life, State asked, State disk, Instant now) {
        var line = life.line(service);
        var lanes = line.flatMap(Line::lanes);
        boolean waits = waiting == asked.standing().epoch();
        isUpWhatWasAsked(line, asked, waits);
        if (!waits) {
            asked.phase().serving().ifPresent(_ -> serves(lanes.orElseThrow(), asked));
        }
        lanes.flatMap(l -> Exposure.of(l.route().split()))
                .filter(_ -> !waits)
                .ifPresent(e -> {
                    unless(
                            e.isWithin(Exposure.of(asked.phase())),
                            "6",
                            "exposed against what control wants: " + e);
                    unless(
                            !asked.standing().isHeld(e.release()),
                            "11",
                            "a held release is exposed: " + e);
                });
        ends(asked.phase(), now);
    }

    private void isUpWhatWasAsked(Optional<Line<Loaded>> line, State asked, boolean waits) {
        long is = line.flatMap(Line::up).map(Route::epoch).orElse(0L);
        boolean serves = asked.phase().serving().isPresent();
        unless(
                !serves || waits || is == asked.standing().epoch(),
                "6",
                "epoch " + asked.standing().epoch() + " is wanted, " + is + " is up");
    }

    private static void serves(Lanes<Loaded> lanes, State asked) {
        var live = lanes.live().id();
        var split = lanes.route().split();
        unless(live.equals(split.live()), "3", live + " answers in the name of " + split.live());
        boolean asAsked = asked.phase().serving().equals(Optional.of(live));
        boolean withdrawn =
                asked.phase().watched().flatMap(r -> r.returnTo()).equals(Optional.of(live))
                        && split instanceof Route.Split.Settled;
        unless(asAsked || withdrawn, "1", live + " serves, wanted is " + asked.phase().serving());
    }

    private void ends(Phase phase, Instant now) {
        phase.watched()
                .filter(_ -> phase.candidate().isPresent())
                .ifPresent(r ->
                        r.terms()
                                .maxDuration()
                                .ifPresent(most -> {
                                    var due = r.startedAt().plus(most);
                                    var latest = (due.isAfter(since) ? due : since).plus(SLACK);
                                    unless(
                                            !now.isAfter(latest),
                                            "14",
                                            "rollout " + r.number() + " does not end");
                                }));
    }

    /// Nothing fails any more and nobody does anything: what was asked is served, or a person was called.
    void rests(Life life, State asked, boolean called) {
        switch (asked.phase()) {
            case Phase.Returning _ ->
                    unless(false, "rest", "a retreat is neither confirmed nor stuck");
            case Phase.Stuck _ -> unless(called, "rest", "stuck, and nobody was called");
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Returned _,
                    Phase.Canary _,
                    Phase.Paused _,
                    Phase.Baking _,
                    Phase.Unproven _ -> {}
        }
        var lanes = life.line(service).flatMap(Line::lanes);
        unless(
                waiting != asked.standing().epoch() || asked.phase().serving().isEmpty(),
                "rest",
                "epoch " + waiting + " never came up");
        asked.phase().serving().ifPresent(_ -> serves(lanes.orElseThrow(), asked));
    }
}
