package lastgood.core.rollout;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.release.Actor;
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The rows of [Rules] in which the guards were read.
///
/// A trip comes before everything else that a reading could mean, and a rollout's longest duration before its next step.
/// A guard that was not read is no guard that is content: it holds back like a blind one.
final class Judging {
    private Judging() {}

    static Decision canary(State state, Phase.Canary c, Event.Judged j) {
        return ended(state, c.rollout(), j).orElseGet(() -> further(state, c, j));
    }

    static Decision paused(State state, Phase.Paused p, Event.Judged j) {
        return ended(state, p.rollout(), j).orElseGet(() -> seesAgain(state, p, j));
    }

    static Decision baking(State state, Phase.Baking b, Event.Judged j) {
        var tripped = tripped(j);
        if (!tripped.isEmpty()) {
            return Retreat.trip(state, b.rollout(), j.at(), tripped);
        }
        if (j.at().isBefore(b.until())) {
            return new Nothing();
        }
        return enough(b.rollout(), j)
                ? Advance.good(state, b.rollout(), j.at())
                : Advance.unproven(state, b);
    }

    static Decision unproven(State state, Phase.Unproven u, Event.Judged j) {
        var tripped = tripped(j);
        if (!tripped.isEmpty()) {
            return Retreat.trip(state, u.rollout(), j.at(), tripped);
        }
        return enough(u.rollout(), j) ? Advance.good(state, u.rollout(), j.at()) : new Nothing();
    }

    /// A person asks to skip the waiting. From 0 % there is no way to 100 % but by resuming first.
    static Decision promoted(State state, Rollout rollout, Event.Promoted e) {
        var judged = e.judged();
        if (!about(rollout, judged)) {
            return new Refused(Refusals.noRollout(state));
        }
        var tripped = tripped(judged);
        if (!tripped.isEmpty()) {
            return Retreat.trip(state, rollout, e.at(), tripped);
        }
        if (state.phase().share() == 0) {
            return new Refused(Refusals.notExposed(state, rollout));
        }
        var missing =
                Stream.concat(
                                missing(state.phase(), rollout, judged).stream(),
                                tooMuch(rollout, judged, Share.ALL).stream())
                        .toList();
        return missing.isEmpty()
                ? Advance.promote(
                        state,
                        rollout,
                        e.at(),
                        judged.ceilings(),
                        e.by(),
                        "promoted by a person" + Sentences.inconclusive(judged.readings()))
                : new Refused(Refusals.notEnoughEvidence(state, rollout, missing));
    }

    static boolean about(Rollout rollout, Event.Judged j) {
        return rollout.number() == j.rollout();
    }

    /// Ends that a rollout below 100 % can come to with any reading.
    private static Optional<Decision> ended(State state, Rollout rollout, Event.Judged j) {
        var tripped = tripped(j);
        if (!tripped.isEmpty()) {
            return Optional.of(Retreat.trip(state, rollout, j.at(), tripped));
        }
        return rollout.isOver(j.at())
                ? Optional.of(Retreat.expired(state, rollout, j.at()))
                : Optional.empty();
    }

    private static Decision further(State state, Phase.Canary c, Event.Judged j) {
        var blind = overdue(j);
        if (!blind.isEmpty()) {
            return Advance.pauseBlind(state, c, j.at(), blind);
        }
        boolean waited = !j.at().isBefore(c.notBefore());
        boolean fits = waits(c, j).isEmpty();
        return waited && fits && missing(c, c.rollout(), j).isEmpty()
                ? Advance.next(state, c, j)
                : new Nothing();
    }

    /// Why a step is not left although its guards and its time allow it: the next share would be too much.
    static Optional<String> waits(Phase.Canary c, Event.Judged j) {
        return tooMuch(c.rollout(), j, c.rollout().terms().steps().get(c.step() + 1));
    }

    private static Optional<String> tooMuch(Rollout rollout, Event.Judged j, Share share) {
        return j.load()
                .filter(load -> rollout.terms().isTooMuch(load, share))
                .map(load -> load.text(rollout.candidate(), share));
    }

    private static Decision seesAgain(State state, Phase.Paused p, Event.Judged j) {
        boolean sees = overdue(j).isEmpty() && unread(p.rollout(), j).isEmpty();
        return p.why() == Phase.Pause.BLIND && sees
                ? Advance.resume(state, p, j.at(), Actor.SERVER)
                : new Nothing();
    }

    /// What keeps a rollout from going further, apart from time. Empty: nothing.
    private static List<String> missing(Phase phase, Rollout rollout, Event.Judged j) {
        if (j.step() != phase.step()) {
            return List.of(
                    "the guards were read in step "
                            + (j.step() + 1)
                            + ", the rollout is at step "
                            + (phase.step() + 1));
        }
        var guards = j.readings().stream().filter(r -> !r.letsAdvance()).map(Sentences::holdsBack);
        var unread = unread(rollout, j).stream().map(g -> g.name() + " was not read");
        return Stream.of(requests(rollout, j), guards, unread).flatMap(s -> s).toList();
    }

    private static Stream<String> requests(Rollout rollout, Event.Judged j) {
        long least = rollout.terms().least(j.step());
        var what =
                rollout.terms().isShadow(j.step())
                        ? " answers compared in shadow"
                        : " requests in this step";
        return j.requests() >= least
                ? Stream.empty()
                : Stream.of(j.requests() + " of " + least + what);
    }

    /// Whether a bake that is over makes a release good: every guard was read, none tripped, and requests came.
    private static boolean enough(Rollout rollout, Event.Judged j) {
        return j.step() == rollout.terms().lastStep()
                && j.requests() >= rollout.terms().minRequests()
                && unread(rollout, j).isEmpty();
    }

    private static List<Guard> unread(Rollout rollout, Event.Judged j) {
        var read = j.readings().stream().map(r -> r.guard().name()).collect(Collectors.toSet());
        return rollout.terms().guards().all().stream()
                .filter(g -> !read.contains(g.name()))
                .toList();
    }

    private static List<Reading> tripped(Event.Judged j) {
        return j.readings().stream().filter(r -> r.verdict() instanceof Verdict.Tripped).toList();
    }

    private static List<Reading> overdue(Event.Judged j) {
        return j.readings().stream()
                .filter(r -> r.verdict() instanceof Verdict.Blind(_, var overdue) && overdue)
                .toList();
    }
}
