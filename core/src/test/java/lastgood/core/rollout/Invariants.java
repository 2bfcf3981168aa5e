package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.release.Actor;

/// What must hold whatever happens. The numbers are those of `docs/invariants.md`.
///
/// [#step] looks at one decision. One object of this class looks at a whole walk, for what can only be seen over time.
final class Invariants {
    private static final Set<String> HOW =
            Set.of(
                    "hold",
                    "unhold",
                    "prune",
                    "first",
                    "shadow",
                    "canary",
                    "step",
                    "promote",
                    "good",
                    "pause",
                    "resume",
                    "rollback",
                    "stop",
                    "fallback",
                    "rebound",
                    "bake",
                    "stuck");

    /// Less than any share, and more than nothing.
    private static final double IN_SHADOW = 1e-9;

    private final Set<Integer> tripped = new HashSet<>();
    private final Set<Integer> rolledBackByItself = new HashSet<>();
    private boolean retreated;

    /// The next decision of a walk.
    void see(State before, Event event, Decision decision) {
        step(before, event, decision);
        if (!(decision instanceof Decision.Changed changed)) {
            return;
        }
        tripsLatch(before, event, changed.next());
        atMostOneAutomaticRollback(before, changed);
        noAutomaticAdvanceAfterARetreat(before, event, changed);
    }

    static void step(State before, Event event, Decision decision) {
        retreatIsAlwaysAllowed(before, event);
        switch (decision) {
            case Decision.Nothing() -> nothingWasDue(before, event);
            case Decision.Refused _ -> onlyPeopleAreRefused(event);
            case Decision.Changed changed -> {
                oneLiveRelease(before, changed.next());
                epochsGrowByOne(before, changed);
                theRouteIsWhatThePhaseAsksFor(before, changed);
                advanceNeedsEverything(before, event, changed);
                heldReleasesAreNotTried(before, event, changed.next());
                whatIsNeededIsNotPruned(before, event, changed.next());
                holdsEndByPeople(before, event, changed.next());
                theTargetIsFixed(before, changed);
                rolloutsTerminate(event, changed.next());
                aRestartExposesNobody(before, event, changed);
                aLapseIsNobodysFault(before, event, changed);
                onceIsEnough(event, changed.next());
                whatIsKnownStays(before, changed.next());
                theHistoryIsReadable(event, changed);
            }
        }
    }

    // 1

    private static void oneLiveRelease(State before, State after) {
        if (before.phase().serving().isPresent()) {
            assertThat(after.phase().serving()).as("1 one live release").isPresent();
        }
        assertThat(after.phase().candidate())
                .as("1 live and candidate are two")
                .matches(c -> c.isEmpty() || !c.equals(after.phase().serving()));
    }

    // 4

    private static void epochsGrowByOne(State before, Decision.Changed changed) {
        long epoch = changed.next().standing().epoch();
        var served = serves(changed);
        assertThat(epoch - before.standing().epoch())
                .as("4 the epoch grows by one with each route, and only then")
                .isEqualTo(served.size());
        assertThat(served).as("4 one route at a time").hasSizeLessThan(2);
        served.forEach(s -> assertThat(s.epoch()).isEqualTo(epoch));
    }

    private static void theRouteIsWhatThePhaseAsksFor(State before, Decision.Changed changed) {
        if (changed.next().phase() instanceof Phase.Empty) {
            return;
        }
        var asked = Serving.split(changed.next().phase());
        var up = serves(changed).stream().map(Command.Serve::split).findFirst();
        assertThat(up.orElseGet(() -> Serving.split(before.phase())))
                .as("4 what is up is what the phase asks for")
                .isEqualTo(asked);
    }

    // 6

    private static void retreatIsAlwaysAllowed(State state, Event event) {
        var watched = state.phase().watched();
        var origin = watched.flatMap(Rollout::returnTo);
        if (origin.isEmpty()) {
            return;
        }
        var back = new Event.RolledBack(event.at(), Cast.BOB, Optional.empty(), "");
        var named = new Event.RolledBack(event.at(), Cast.BOB, origin, "");
        var stop = new Event.Stopped(event.at(), Cast.BOB, "");
        var veto = new Event.Vetoed(event.at(), watched.get().veto(), List.of());
        for (var retreat : List.of(back, named, stop, veto)) {
            assertThat(Rules.decide(state, retreat))
                    .as("6 a retreat to the origin is always allowed")
                    .isInstanceOfSatisfying(
                            Decision.Changed.class,
                            c -> {
                                assertThat(c.retreat()).isTrue();
                                assertThat(c.next().phase().serving()).isEqualTo(origin);
                                assertThat(c.next().phase()).isInstanceOf(Phase.Returning.class);
                            });
        }
    }

    // 7, 8

    private static void advanceNeedsEverything(
            State before, Event event, Decision.Changed changed) {
        var was = before.phase().watched();
        var is = changed.next().phase().watched();
        if (is.isEmpty() || exposure(changed.next()) == 0) {
            return;
        }
        if (was.isEmpty() || was.get().number() != is.get().number()) {
            assertThat(event)
                    .as("7 a rollout starts by a person")
                    .isInstanceOf(Event.Started.class);
            assertThat(changed.retreat()).as("7 an advance is written first").isFalse();
            return;
        }
        if (exposure(changed.next()) > exposure(before)) {
            assertThat(mayAdvance(before, event, changed.next()))
                    .as("7 advance needs evidence")
                    .isTrue();
            assertThat(changed.retreat()).as("7 an advance is written first").isFalse();
        }
    }

    private static boolean mayAdvance(State before, Event event, State after) {
        var rollout = before.phase().watched().orElseThrow();
        return switch (event) {
            case Event.Judged j ->
                    isProof(rollout, before.phase().step(), j) && takes(j, exposure(after));
            case Event.Promoted p ->
                    isProof(rollout, before.phase().step(), p.judged())
                            && takes(p.judged(), exposure(after));
            case Event.Resumed _ -> after.phase().step() == before.phase().step();
            case Event.Applied _,
                    Event.Created _,
                    Event.Started _,
                    Event.Vetoed _,
                    Event.Paused _,
                    Event.Stopped _,
                    Event.RolledBack _,
                    Event.Held _,
                    Event.Unheld _,
                    Event.Pruned _,
                    Event.Moved _,
                    Event.Rebound _,
                    Event.Lapsed _,
                    Event.PutBack _,
                    Event.Served _,
                    Event.Missed _,
                    Event.Unready _,
                    Event.Ticked _,
                    Event.Restarted _ ->
                    false;
        };
    }

    private static boolean takes(Event.Judged judged, double share) {
        return judged.load().map(load -> share * load.asked() <= .75 * load.most()).orElse(true);
    }

    private static boolean isProof(Rollout rollout, int step, Event.Judged j) {
        boolean allSee =
                rollout.terms().guards().all().stream()
                        .allMatch(g ->
                                j.readings().stream()
                                        .anyMatch(r -> r.guard().equals(g) && r.letsAdvance()));
        return allSee
                && trips(j.readings()).isEmpty()
                && j.rollout() == rollout.number()
                && j.step() == step
                && j.requests() >= rollout.terms().least(step);
    }

    // 9

    private void tripsLatch(State before, Event event, State after) {
        before.phase()
                .watched()
                .filter(r -> isTrip(r, event))
                .ifPresent(r -> {
                    tripped.add(r.number());
                    assertThat(after.standing().isHeld(r.candidate()) || isShared(event))
                            .as("9 a trip holds, unless live broke every limit that it is about")
                            .isTrue();
                });
        after.phase()
                .watched()
                .ifPresent(r ->
                        assertThat(tripped).as("9 a trip is for ever").doesNotContain(r.number()));
    }

    private static boolean isShared(Event event) {
        return event instanceof Event.Judged j
                && trips(j.readings()).stream().allMatch(r -> r.liveToo().isPresent());
    }

    private static boolean isTrip(Rollout rollout, Event event) {
        return switch (event) {
            case Event.Judged j ->
                    j.rollout() == rollout.number() && !trips(j.readings()).isEmpty();
            case Event.Vetoed v -> v.veto().equals(rollout.veto());
            case Event.Applied _,
                    Event.Created _,
                    Event.Started _,
                    Event.Promoted _,
                    Event.Paused _,
                    Event.Resumed _,
                    Event.Stopped _,
                    Event.RolledBack _,
                    Event.Held _,
                    Event.Unheld _,
                    Event.Pruned _,
                    Event.Moved _,
                    Event.Rebound _,
                    Event.Lapsed _,
                    Event.PutBack _,
                    Event.Served _,
                    Event.Missed _,
                    Event.Unready _,
                    Event.Ticked _,
                    Event.Restarted _ ->
                    false;
        };
    }

    // 11

    private static void heldReleasesAreNotTried(State before, Event event, State after) {
        if (event instanceof Event.Started s) {
            assertThat(before.standing().isHeld(s.release()))
                    .as("11 a held release never starts")
                    .isFalse();
        }
        after.phase()
                .watched()
                .ifPresent(r ->
                        assertThat(after.standing().isHeld(r.candidate()))
                                .as("11 nothing held is tried")
                                .isFalse());
    }

    private static void whatIsNeededIsNotPruned(State before, Event event, State after) {
        if (event instanceof Event.Started s) {
            assertThat(before.standing().isPruned(s.release()))
                    .as("26 a pruned release never starts")
                    .isFalse();
        }
        Stream.of(
                        after.answering().stream(),
                        after.rollbackTo().stream(),
                        after.standing().lastGood().stream())
                .flatMap(needed -> needed)
                .forEach(needed ->
                        assertThat(after.standing().isPruned(needed))
                                .as("26 what is needed is not pruned: %s", needed)
                                .isFalse());
    }

    private static void holdsEndByPeople(State before, Event event, State after) {
        if (!(event instanceof Event.Unheld)) {
            assertThat(after.standing().held())
                    .as("11 a hold ends by a person only")
                    .containsAllEntriesOf(before.standing().held());
        }
    }

    // 13

    private static void theTargetIsFixed(State before, Decision.Changed changed) {
        var after = changed.next();
        var was = before.phase().watched();
        var is = after.phase().watched();
        is.ifPresent(r ->
                assertThat(after.rollbackTo())
                        .as("13 the origin is shown")
                        .isEqualTo(r.returnTo()));
        if (was.isPresent() && is.isPresent() && was.get().number() == is.get().number()) {
            assertThat(is).as("13, 10 a rollout's facts are fixed").isEqualTo(was);
        }
    }

    // 14

    private static void rolloutsTerminate(Event event, State after) {
        boolean timed = event instanceof Event.Judged || event instanceof Event.Ticked;
        if (timed && after.phase().candidate().isPresent()) {
            assertThat(after.phase().watched().orElseThrow().isOver(event.at()))
                    .as("14 no rollout outlives its longest duration")
                    .isFalse();
        }
    }

    // 15

    private void atMostOneAutomaticRollback(State before, Decision.Changed changed) {
        var by = changed.line().filter(l -> l.how().equals("rollback")).map(HistoryLine::by);
        boolean automatic =
                by.filter(a -> a.equals(Actor.SERVER) || a.text().startsWith("guard:")).isPresent();
        if (automatic) {
            assertThat(rolledBackByItself.add(before.standing().rollouts()))
                    .as("15 at most one automatic rollback a rollout")
                    .isTrue();
        }
    }

    private void noAutomaticAdvanceAfterARetreat(
            State before, Event event, Decision.Changed changed) {
        retreated = !(event instanceof Event.Started) && (retreated || moves(before, changed));
        if (retreated) {
            assertThat(changed.next().phase().watched())
                    .as("15 after a retreat nothing advances until a person starts a rollout")
                    .isEmpty();
        }
    }

    private static boolean moves(State before, Decision.Changed changed) {
        return changed.next().phase() instanceof Phase.Returning
                && !before.phase().equals(changed.next().phase());
    }

    // 16

    private static void aRestartExposesNobody(State before, Event event, Decision.Changed changed) {
        if (event instanceof Event.Restarted) {
            var after = changed.next().phase();
            assertThat(after.asksCandidate())
                    .as("16 a restart leaves the candidate at 0 %, and out of the shadow")
                    .isFalse();
            assertThat(after.step()).as("16 and at its step").isEqualTo(before.phase().step());
            assertThat(after.serving()).isEqualTo(before.phase().serving());
            assertThat(changed.retreat()).as("16 it waits for no journal").isTrue();
        }
    }

    // 17

    private static void aLapseIsNobodysFault(State before, Event event, Decision.Changed changed) {
        if (event instanceof Event.Lapsed lapsed) {
            var after = changed.next();
            assertThat(lapsed.epoch()).isEqualTo(before.standing().epoch());
            assertThat(after.phase().asksCandidate()).as("17 exposure ends").isFalse();
            assertThat(after.phase().step()).as("17 at its step").isEqualTo(before.phase().step());
            assertThat(after.phase().watched()).isEqualTo(before.phase().watched());
            assertThat(after.phase().serving()).isEqualTo(before.phase().serving());
            assertThat(after.standing().held())
                    .as("17 nothing is held for it")
                    .isEqualTo(before.standing().held());
            assertThat(changed.retreat()).as("17 it waits for no journal").isTrue();
        }
    }

    // 19

    private static void onceIsEnough(Event event, State after) {
        if (event instanceof Event.Restarted) {
            return; // each is a fact of its own
        }
        if (Rules.decide(after, event) instanceof Decision.Changed again) {
            assertThat(again.next()).as("19 twice is once").isEqualTo(after);
            assertThat(again.commands())
                    .as("19 twice is once")
                    .allMatch(c -> c instanceof Command.Acknowledge);
        }
    }

    // 6: what waits does not wait for ever

    private static void nothingWasDue(State before, Event event) {
        if (event instanceof Event.Lapsed l && l.epoch() == before.standing().epoch()) {
            assertThat(before.phase().asksCandidate()).as("17 no lapse is overheard").isFalse();
        }
        if (event instanceof Event.Ticked && before.phase() instanceof Phase.Returning r) {
            assertThat(event.at()).as("a retreat is confirmed or stuck").isBefore(r.confirmBy());
        }
        before.phase()
                .watched()
                .ifPresent(
                        r -> assertThat(isTrip(r, event)).as("9 no trip is overheard").isFalse());
    }

    private static void onlyPeopleAreRefused(Event event) {
        assertThat(
                        switch (event) {
                            case Event.Started _,
                                    Event.Paused _,
                                    Event.Resumed _,
                                    Event.Promoted _,
                                    Event.Stopped _,
                                    Event.RolledBack _,
                                    Event.Held _,
                                    Event.Unheld _,
                                    Event.Pruned _,
                                    Event.Moved _ ->
                                    true;
                            case Event.Applied _,
                                    Event.Created _,
                                    Event.Judged _,
                                    Event.Vetoed _,
                                    Event.Rebound _,
                                    Event.Lapsed _,
                                    Event.PutBack _,
                                    Event.Served _,
                                    Event.Missed _,
                                    Event.Unready _,
                                    Event.Ticked _,
                                    Event.Restarted _ ->
                                    false;
                        })
                .as("facts are not refused")
                .isTrue();
    }

    private static void whatIsKnownStays(State before, State after) {
        assertThat(after.standing().releases()).containsAll(before.standing().releases());
        assertThat(after.standing().good()).containsAll(before.standing().good());
    }

    // 30

    private static void theHistoryIsReadable(Event event, Decision.Changed changed) {
        boolean told = changed.line().isPresent();
        changed.line()
                .ifPresent(line -> {
                    assertThat(HOW).contains(line.how());
                    assertThat(line.why()).isNotBlank();
                    assertThat(line.at()).isEqualTo(event.at());
                    assertThat(line.live()).isEqualTo(changed.next().phase().serving());
                    if (line.live().isPresent()) {
                        assertThat(line.from()).isNotEqualTo(line.live());
                    }
                });
        if (!serves(changed).isEmpty() && !(event instanceof Event.Restarted)) {
            assertThat(told).as("30 no traffic moves without a line of history").isTrue();
        }
    }

    private static double exposure(State state) {
        return switch (state.phase()) {
            case Phase.Baking _, Phase.Unproven _ -> 1;
            case Phase.Canary c -> c.isShadow() ? IN_SHADOW : c.share();
            case Phase.Paused p -> p.isShadow() ? IN_SHADOW : p.share();
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Returned _,
                    Phase.Returning _,
                    Phase.Stuck _ ->
                    0;
        };
    }

    private static List<Command.Serve> serves(Decision.Changed changed) {
        return changed.commands().stream()
                .filter(Command.Serve.class::isInstance)
                .map(Command.Serve.class::cast)
                .toList();
    }

    private static List<Reading> trips(List<Reading> readings) {
        return readings.stream().filter(r -> r.verdict() instanceof Verdict.Tripped).toList();
    }
}
