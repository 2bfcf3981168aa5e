package lastgood.core.rollout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Ceiling;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Metric;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;

/// Who and what appears in the stories: releases, guards, and the events that happen to them, timed in minutes.
final class Cast {
    static final Instant T0 = Instant.parse("2026-11-24T00:00:00.246666651Z");
    static final Actor ALICE = new Actor("cli:alice");
    static final Actor BOB = new Actor("cli:bob");

    static final ReleaseId R1 = release(1);
    static final ReleaseId R2 = release(2);
    static final ReleaseId R3 = release(3);
    static final ReleaseId R4 = release(4);

    static final Guard ERRORS = guard("errors", Metric.HTTP_ERROR_RATE);
    static final Guard QUALITY = guard("quality", Metric.QUALITY_ERROR_RATE);
    static final GuardSet GUARDS = new GuardSet(List.of(ERRORS, QUALITY));

    /// 10 %, 50 %, 100 %, ten minutes each, an hour's bake.
    static final Terms TERMS = terms(Optional.empty(), .1, .5, 1);

    static final List<Ceiling> CEILINGS = List.of(new Ceiling("quality", .05, .08, .10));

    private Cast() {}

    static ReleaseId release(int number) {
        var bytes = ("release " + number).getBytes(StandardCharsets.UTF_8);
        return new ReleaseId(number, Digest.of(bytes));
    }

    static Terms terms(Optional<Duration> maxDuration, double... shares) {
        return new Terms(
                Arrays.stream(shares).mapToObj(Share::new).toList(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(60),
                50,
                maxDuration,
                GUARDS);
    }

    /// The same after a shadow.
    static Terms inShadow(Terms terms, Shadow shadow) {
        return new Terms(
                Stream.concat(Stream.of(Share.NONE), terms.steps().stream()).toList(),
                terms.stepTime(),
                terms.bake(),
                terms.minRequests(),
                terms.maxDuration(),
                terms.guards(),
                Optional.of(shadow));
    }

    static Instant at(long minutes) {
        return T0.plus(Duration.ofMinutes(minutes));
    }

    // What people do.

    static Event created(long minutes, ReleaseId release) {
        return new Event.Created(at(minutes), ALICE, release.digest());
    }

    static Event started(long minutes, ReleaseId release) {
        return started(minutes, release, TERMS);
    }

    static Event started(long minutes, ReleaseId release, Terms terms) {
        return new Event.Started(at(minutes), ALICE, release, terms);
    }

    static Event paused(long minutes) {
        return new Event.Paused(at(minutes), BOB);
    }

    static Event resumed(long minutes) {
        return new Event.Resumed(at(minutes), BOB);
    }

    static Event promoted(long minutes, Event.Judged judged) {
        return new Event.Promoted(at(minutes), BOB, judged);
    }

    static Event stopped(long minutes) {
        return new Event.Stopped(at(minutes), BOB, "not today");
    }

    static Event rolledBack(long minutes) {
        return new Event.RolledBack(at(minutes), BOB, Optional.empty(), "it smells");
    }

    static Event rolledBack(long minutes, ReleaseId to) {
        return new Event.RolledBack(at(minutes), BOB, Optional.of(to), "it smells");
    }

    static Event held(long minutes, ReleaseId release) {
        return new Event.Held(at(minutes), BOB, release, "a bad batch");
    }

    static Event pruned(long minutes, ReleaseId... releases) {
        return new Event.Pruned(at(minutes), BOB, List.of(releases));
    }

    static Event unheld(long minutes, ReleaseId release) {
        return new Event.Unheld(at(minutes), BOB, release, "fixed");
    }

    // What happens by itself.

    static Event.Judged judged(
            long minutes, int rollout, int step, long requests, Reading... readings) {
        return new Event.Judged(at(minutes), rollout, step, List.of(readings), requests, CEILINGS);
    }

    /// Every guard is content and a thousand requests came.
    static Event.Judged content(long minutes, int rollout, int step) {
        return judged(minutes, rollout, step, 1000, ok(Guard.HARD_LIMIT), ok(ERRORS), ok(QUALITY));
    }

    static Event.Judged content(long minutes, int rollout, int step, long requests) {
        return judged(
                minutes, rollout, step, requests, ok(Guard.HARD_LIMIT), ok(ERRORS), ok(QUALITY));
    }

    static Event.Judged tripping(long minutes, int rollout, int step) {
        return judged(
                minutes, rollout, step, 1000, ok(Guard.HARD_LIMIT), ok(ERRORS), tripped(QUALITY));
    }

    static Event.Judged silent(long minutes, int rollout, int step) {
        return judged(
                minutes,
                rollout,
                step,
                1000,
                ok(Guard.HARD_LIMIT),
                ok(ERRORS),
                blind(QUALITY, true));
    }

    static Event vetoed(long minutes, int rollout, ReleaseId release) {
        var veto = new Route.Veto(rollout, release.digest());
        return new Event.Vetoed(at(minutes), veto, List.of(tripped(Guard.HARD_LIMIT)));
    }

    static Event lapsed(long minutes, long epoch) {
        return new Event.Lapsed(at(minutes), epoch);
    }

    static final Actor TOUCH = new Actor("file:RETREAT");

    static Event putBack(long minutes, ReleaseId from, ReleaseId to) {
        return new Event.PutBack(at(minutes), TOUCH, from, to);
    }

    static Event served(long minutes, long epoch, ReleaseId seen) {
        return new Event.Served(at(minutes), epoch, seen);
    }

    static Event missed(long minutes, long epoch) {
        return new Event.Missed(at(minutes), epoch, "row 3 was answered by r1");
    }

    static Event unready(long minutes, long epoch, ReleaseId release) {
        return new Event.Unready(at(minutes), epoch, release, "its model is damaged");
    }

    static Event ticked(long minutes) {
        return new Event.Ticked(at(minutes));
    }

    static Event restarted(long minutes) {
        return new Event.Restarted(at(minutes));
    }

    // What guards say.

    static Reading ok(Guard guard) {
        return reading(guard, new Verdict.Ok(), true, true);
    }

    static Reading tripped(Guard guard) {
        return reading(guard, new Verdict.Tripped(), false, false);
    }

    /// A limit that live breaks as well.
    static Reading trippedWithLive(Guard guard) {
        return tripped(guard).withLiveToo(OptionalDouble.of(.58));
    }

    static Reading blind(Guard guard, boolean overdue) {
        return reading(guard, new Verdict.Blind("no labels", overdue), true, false);
    }

    static Reading reading(Guard guard, Verdict verdict, boolean inside, boolean clear) {
        boolean bad = verdict instanceof Verdict.Tripped;
        return new Reading(
                guard,
                verdict,
                OptionalDouble.of(bad ? .633 : .05),
                OptionalDouble.of(.055),
                OptionalDouble.of(.075),
                30,
                bad ? 19 : 1,
                bad ? 7.1229 : 0,
                6.5,
                inside,
                clear,
                false);
    }

    // How it came about.

    /// Two releases are there, and nothing has ever served.
    static List<Event> registered() {
        return List.of(created(0, R1), created(0, R2), created(0, R3), created(0, R4));
    }

    /// r1 is live, good, and nothing is under way. Epoch 2.
    static List<Event> steadyOnR1() {
        return after(registered(), started(1, R1), content(61, 1, 2));
    }

    /// r1 is live and r2 gets 10 %: rollout 2, epoch 3.
    static List<Event> canaryOfR2() {
        return after(steadyOnR1(), started(100, R2));
    }

    /// r1 is live and r2 is in shadow until 200 answers were compared: rollout 2, epoch 3.
    static List<Event> shadowOfR2() {
        return after(steadyOnR1(), started(100, R2, inShadow(TERMS, new Shadow.Answers(200))));
    }

    /// r2 is live and bakes; r1 stands by: rollout 2, epoch 5.
    static List<Event> bakingR2() {
        return after(canaryOfR2(), content(110, 2, 0), content(120, 2, 1));
    }

    /// r2 is live and good, so is r1. Epoch 6.
    static List<Event> steadyOnR2() {
        return after(bakingR2(), content(180, 2, 2));
    }

    /// r2 is live and its bake is over, but nobody asked it anything. Epoch 5.
    static List<Event> unprovenR2() {
        return after(bakingR2(), content(180, 2, 2, 0));
    }

    /// r2 tripped at 10 % and traffic is on its way back to r1. Epoch 4.
    static List<Event> returningToR1() {
        return after(canaryOfR2(), tripping(105, 2, 0));
    }

    /// The same, and it was seen to be back.
    static List<Event> returnedToR1() {
        return after(returningToR1(), served(106, 4, R1));
    }

    /// The same, and it was not seen to be back.
    static List<Event> unconfirmedOnR1() {
        return after(returningToR1(), ticked(106));
    }

    /// r1 tripped and there is nothing to go back to. Epoch 2.
    static List<Event> corneredOnR1() {
        return after(registered(), started(1, R1), tripping(5, 1, 2));
    }

    /// r1, r2 and r3 are good; r3 is live.
    static List<Event> steadyOnR3() {
        return after(
                steadyOnR2(),
                started(200, R3),
                content(210, 3, 0),
                content(220, 3, 1),
                content(280, 3, 2));
    }

    /// The facts of a rollout by alice that started from `origin`.
    static Rollout rollout(int number, ReleaseId candidate, ReleaseId origin, long minutes) {
        return new Rollout(
                number, candidate, new Rollout.Origin.Live(origin), TERMS, at(minutes), ALICE);
    }

    /// The facts of a rollout by alice with nothing to go back to.
    static Rollout rollout(int number, ReleaseId candidate, long minutes) {
        return new Rollout(
                number, candidate, new Rollout.Origin.Nothing(), TERMS, at(minutes), ALICE);
    }

    static Route.Watch watch(int rollout, int step) {
        return new Route.Watch(rollout, step, Set.of(), false);
    }

    static Route.Split trying(
            ReleaseId live, ReleaseId candidate, double share, Route.Watch watch) {
        return new Route.Split.Trying(live, candidate, new Share(share), watch);
    }

    static List<Event> after(List<Event> history, Event... more) {
        return Stream.concat(history.stream(), Arrays.stream(more))
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }

    private static Guard guard(String name, Metric metric) {
        return new Guard(name, metric, new Bound.Above(.02), false, Guard.MIN_SAMPLES, false);
    }
}
