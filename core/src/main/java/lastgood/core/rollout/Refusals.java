package lastgood.core.rollout;

import java.util.List;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;

/// Why an event was turned down, with the state the service is in. Commands leave the service's name to the edge: it
/// stands as `SERVICE` here.
final class Refusals {
    private Refusals() {}

    static Problem held(State state, ReleaseId release) {
        return held(state, release, release + " is held and was not rolled out.");
    }

    static Problem heldTarget(State state, ReleaseId release) {
        return held(state, release, release + " is held, so nothing was rolled back to it.");
    }

    static Problem underWay(State state) {
        return Problem.of(
                        Code.ROLLOUT_RUNNING,
                        "A rollout is already under way; nothing was started.")
                .because(situation(state.phase()))
                .tryThis(
                        "lastgood rollout status SERVICE",
                        "lastgood rollout stop SERVICE",
                        "lastgood rollback SERVICE")
                .inState(state.traffic());
    }

    static Problem noRollout(State state) {
        return Problem.of(Code.NO_ROLLOUT, "No rollout is running that this could act on.")
                .because(situation(state.phase()))
                .tryThis("lastgood status SERVICE")
                .inState(state.traffic());
    }

    static Problem alreadyLive(State state, ReleaseId live) {
        return Problem.of(Code.ALREADY_LIVE, live + " is live already.")
                .tryThis("lastgood status SERVICE")
                .inState(state.traffic());
    }

    static Problem nothingToReturnTo(State state) {
        return Problem.of(Code.NOTHING_TO_RETURN_TO, "There is no release to go back to.")
                .because("no older release is good and not held")
                .tryThis(
                        "lastgood release list SERVICE",
                        "lastgood rollback SERVICE --to rN --dry-run")
                .inState(state.traffic());
    }

    static Problem beingTried(State state, ReleaseId to) {
        return Problem.of(
                        Code.ROLLOUT_RUNNING,
                        to + " is being tried right now; a rollback leads away from it.")
                .tryThis("lastgood rollout promote SERVICE", "lastgood rollback SERVICE")
                .inState(state.traffic());
    }

    static Problem notOlder(State state, ReleaseId to, ReleaseId live) {
        return Problem.of(Code.NOT_OLDER, to + " is not older than " + live + ", which is live.")
                .tryThis("lastgood rollout start SERVICE " + to)
                .inState(state.traffic());
    }

    static Problem liveCannotBeHeld(State state, ReleaseId live) {
        return Problem.of(Code.LIVE_CANNOT_BE_HELD, live + " is live and cannot be held.")
                .because("nothing would be left to serve")
                .tryThis("lastgood rollback SERVICE")
                .inState(state.traffic());
    }

    static Problem pruned(State state, ReleaseId release) {
        var why =
                Stream.concat(
                                state.standing().pruning(release).stream()
                                        .map(p ->
                                                "pruned "
                                                        + Sentences.instant(p.at())
                                                        + " by "
                                                        + p.by()),
                                Stream.of(
                                        "nothing needed it any more; its number and its history stay"))
                        .toList();
        return Problem.of(Code.PRUNED, release + " was pruned: its files are not kept any more.")
                .because(why)
                .tryThis(
                        "lastgood release create -f release.yaml (the same files give "
                                + release
                                + " back)",
                        "lastgood release pull REGISTRY/MODEL:"
                                + release
                                + " (where it was pushed)",
                        "lastgood release list SERVICE --all")
                .inState(state.traffic());
    }

    static Problem needed(State state, ReleaseId release, Retention.Pin pin) {
        return Problem.of(Code.STILL_NEEDED, release + " is needed, so nothing was pruned.")
                .because(release + ": " + pin.text())
                .tryThis("lastgood release prune SERVICE --dry-run")
                .inState(state.traffic());
    }

    static Problem needsReason(State state, String verb) {
        return Problem.of(Code.WRONG_USAGE, "A reason is needed to " + verb + " a release.")
                .tryThis("lastgood release " + verb + " SERVICE rN --reason \"why\"")
                .inState(state.traffic());
    }

    static Problem notExposed(State state, Rollout rollout) {
        var problem =
                Problem.of(Code.NOT_ENOUGH_EVIDENCE, rollout.candidate() + " was not promoted.");
        var told =
                state.phase().isShadow()
                        ? problem.because(
                                        "it is in shadow and answers nobody: all callers at once would be its first")
                                .tryThis(
                                        "lastgood rollout status SERVICE",
                                        "lastgood rollout stop SERVICE")
                        : problem.because("it gets no requests since the server started again")
                                .tryThis(
                                        "lastgood rollout resume SERVICE",
                                        "lastgood rollout stop SERVICE");
        return told.inState(state.traffic());
    }

    static Problem tooMuch(State state, Event.Started e, String why) {
        return Problem.of(
                        Code.TOO_SLOW,
                        e.release() + " was not rolled out: it could not take its first share.")
                .because(why)
                .tryThis(
                        "begin with a smaller share: steps: [1%, 10%, 50%, 100%] in the service's file",
                        "or make a release that costs less, or give this one more cores")
                .inState(state.traffic());
    }

    static Problem notEnoughEvidence(State state, Rollout rollout, List<String> missing) {
        return Problem.of(
                        Code.NOT_ENOUGH_EVIDENCE,
                        rollout.candidate() + " was not promoted: evidence is missing.")
                .because(missing)
                .tryThis("lastgood rollout status SERVICE", "lastgood rollout stop SERVICE")
                .inState(state.traffic());
    }

    private static Problem held(State state, ReleaseId release, String what) {
        var hold = state.standing().hold(release);
        return Problem.of(Code.HELD, what)
                .because(
                        hold
                                .map(h ->
                                        "held since "
                                                + Sentences.instant(h.at())
                                                + " by "
                                                + h.by()
                                                + ": "
                                                + h.reason())
                                .stream()
                                .toList())
                .tryThis(
                        "lastgood release unhold SERVICE "
                                + release
                                + " --reason \"what was fixed\"")
                .inState(state.traffic());
    }

    private static String situation(Phase phase) {
        return switch (phase) {
            case Phase.Empty _ -> "no release has been rolled out";
            case Phase.Steady s -> s.live() + " serves, and nothing is under way";
            case Phase.Returned r -> r.live() + " serves, and nothing is under way";
            case Phase.Canary c when c.isShadow() ->
                    c.rollout().candidate() + " is in shadow, step 1 of its rollout";
            case Phase.Canary c ->
                    c.rollout().candidate() + " is at step " + (c.step() + 1) + " of its rollout";
            case Phase.Paused p -> "the rollout of " + p.rollout().candidate() + " is paused";
            case Phase.Baking b ->
                    b.rollout().candidate() + " bakes until " + Sentences.instant(b.until());
            case Phase.Unproven u -> u.rollout().candidate() + " serves; its bake is over";
            case Phase.Returning r -> "traffic is on its way back to " + r.to();
            case Phase.Stuck s -> s.why();
        };
    }
}
