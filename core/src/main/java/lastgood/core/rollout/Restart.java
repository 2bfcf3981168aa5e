package lastgood.core.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Nothing;

/// What follows when control was away: because the server started again, or because it hung for longer than a [Lease].
/// Nobody is exposed to a candidate, a release that bakes stays live with its deadline, and a retreat that was under way
/// is asked for again.
///
/// None of it needs the journal to be writable first, so it acts before it is written.
final class Restart {
    private Restart() {}

    static Decision after(State state, Instant at) {
        var standing = state.standing().withNextEpoch();
        return switch (state.phase()) {
            case Phase.Empty _ -> new Nothing();
            case Phase.Canary c -> restarted(standing, c.rollout(), c.live(), c.step(), at);
            case Phase.Paused p when !p.exposed() -> again(standing, p);
            case Phase.Paused p -> restarted(standing, p.rollout(), p.live(), p.step(), at);
            case Phase.Returning r -> back(standing, r.to(), r.from(), r.at(), at);
            case Phase.Stuck.Unconfirmed u when !u.isRetreat() ->
                    again(standing, new Phase.Steady(u.to()));
            case Phase.Stuck.Unconfirmed u -> back(standing, u.to(), u.from(), u.at(), at);
            case Phase.Baking b -> again(standing, b, verify(standing, b.rollout().candidate()));
            case Phase.Unproven u -> again(standing, u, verify(standing, u.rollout().candidate()));
            case Phase.Steady s -> again(standing, s);
            case Phase.Returned r -> again(standing, r);
            case Phase.Stuck.Cornered c -> again(standing, c);
        };
    }

    /// The gateway has put traffic on live by itself. Nothing is known against the candidate, so nothing is held.
    static Decision lapsed(State state, Rollout rollout, ReleaseId live, int step, Instant at) {
        var standing = state.standing().withNextEpoch();
        var paused = new Phase.Paused(rollout, live, step, false, Phase.Pause.LEASE, at);
        var why =
                "the lease ran out: nobody watched the guards for "
                        + Sentences.duration(Lease.LENGTH);
        return pause(standing, paused, why, at);
    }

    private static Decision restarted(
            Standing standing, Rollout rollout, ReleaseId live, int step, Instant at) {
        var paused = new Phase.Paused(rollout, live, step, false, Phase.Pause.RESTART, at);
        return pause(standing, paused, "the server started again", at);
    }

    private static Decision pause(
            Standing standing, Phase.Paused paused, String because, Instant at) {
        var candidate = paused.rollout().candidate();
        var live = paused.live();
        var why = because + "; " + candidate + " is at 0 % until someone resumes";
        var line =
                Rules.line(
                        at,
                        live,
                        Optional.empty(),
                        Optional.of(candidate),
                        "pause",
                        Actor.SERVER,
                        why);
        return new Changed(
                Rules.next(standing, paused),
                List.of(
                        Serving.as(standing, paused),
                        new Command.Notify(Command.Notice.PAUSED, why)),
                Optional.of(line),
                true);
    }

    /// @param since when the retreat was decided
    private static Decision back(
            Standing standing, ReleaseId to, ReleaseId from, Instant since, Instant at) {
        var confirmBy = at.plus(Rules.CONFIRM);
        var returning = new Phase.Returning(to, from, standing.epoch(), since, confirmBy);
        return again(standing, returning, verify(standing, to));
    }

    private static Command verify(Standing standing, ReleaseId release) {
        return new Command.Verify(standing.epoch(), release);
    }

    private static Decision again(Standing standing, Phase phase, Command... more) {
        var commands = new ArrayList<Command>();
        commands.add(Serving.as(standing, phase));
        commands.addAll(List.of(more));
        return new Changed(Rules.next(standing, phase), commands, Optional.empty(), true);
    }
}
