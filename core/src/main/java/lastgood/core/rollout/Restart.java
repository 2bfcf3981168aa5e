package lastgood.core.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Nothing;

/// What follows when the server starts again: nobody is exposed to a candidate, a release that bakes stays live with
/// its deadline, and a retreat that was under way is asked for again.
///
/// None of it needs the journal to be writable first, so it acts before it is written.
final class Restart {
    private Restart() {}

    static Decision after(State state, Instant at) {
        var standing = state.standing().withNextEpoch();
        return switch (state.phase()) {
            case Phase.Empty _ -> new Nothing();
            case Phase.Canary c ->
                    paused(
                            standing,
                            new Phase.Paused(
                                    c.rollout(),
                                    c.live(),
                                    c.step(),
                                    false,
                                    Phase.Pause.RESTART,
                                    at));
            case Phase.Paused p ->
                    paused(
                            standing,
                            new Phase.Paused(
                                    p.rollout(),
                                    p.live(),
                                    p.step(),
                                    false,
                                    Phase.Pause.RESTART,
                                    at));
            case Phase.Returning r ->
                    returning(
                            standing,
                            new Phase.Returning(
                                    r.to(),
                                    r.from(),
                                    standing.epoch(),
                                    r.at(),
                                    at.plus(Rules.CONFIRM)));
            case Phase.Stuck.Unconfirmed u ->
                    returning(
                            standing,
                            new Phase.Returning(
                                    u.to(),
                                    u.from(),
                                    standing.epoch(),
                                    u.at(),
                                    at.plus(Rules.CONFIRM)));
            case Phase.Baking b ->
                    again(
                            standing,
                            b,
                            List.of(new Command.Verify(standing.epoch(), b.rollout().candidate())));
            case Phase.Unproven u -> again(standing, u, List.of());
            case Phase.Steady s -> again(standing, s, List.of());
            case Phase.Returned r -> again(standing, r, List.of());
            case Phase.Stuck.Cornered c -> again(standing, c, List.of());
        };
    }

    private static Decision paused(Standing standing, Phase.Paused paused) {
        var candidate = paused.rollout().candidate();
        var why = "the server started again; " + candidate + " is at 0 % until someone resumes";
        var line =
                Rules.line(
                        paused.since(),
                        paused.live(),
                        Optional.empty(),
                        Optional.of(candidate),
                        "pause",
                        Actor.SERVER,
                        why);
        return new Changed(
                Rules.next(standing, paused),
                List.of(
                        Advance.serve(standing, paused),
                        new Command.Notify(Command.Notice.PAUSED, why)),
                Optional.of(line),
                true);
    }

    private static Decision returning(Standing standing, Phase.Returning returning) {
        return again(
                standing, returning, List.of(new Command.Verify(standing.epoch(), returning.to())));
    }

    private static Decision again(Standing standing, Phase phase, List<Command> more) {
        var commands = new java.util.ArrayList<Command>();
        commands.add(Advance.serve(standing, phase));
        commands.addAll(more);
        return new Changed(Rules.next(standing, phase), commands, Optional.empty(), true);
    }
}
