package lastgood.core.rollout;

import java.time.Duration;
import java.util.HashSet;
import lastgood.core.guard.Signal;
import lastgood.core.release.ReleaseId;

/// The route that a phase asks for. Whenever a phase asks for another one than the phase before, it is served under the
/// next epoch.
final class Serving {
    private Serving() {}

    static Command.Serve as(Standing standing, Phase phase) {
        return new Command.Serve(split(phase), standing.epoch());
    }

    static Route.Split split(Phase phase) {
        return switch (phase) {
            case Phase.Canary c -> trying(c.rollout(), c.live(), c.step());
            case Phase.Paused p when p.exposed() -> trying(p.rollout(), p.live(), p.step());
            case Phase.Baking b -> proving(b.rollout());
            case Phase.Unproven u -> proving(u.rollout());
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Returned _,
                    Phase.Paused _,
                    Phase.Returning _,
                    Phase.Stuck _ ->
                    new Route.Split.Settled(phase.serving().orElseThrow());
        };
    }

    private static Route.Split trying(Rollout rollout, ReleaseId live, int step) {
        var share = rollout.terms().steps().get(step);
        return new Route.Split.Trying(
                live, rollout.candidate(), share, watch(rollout, step), rollout.terms().audience());
    }

    private static Route.Split proving(Rollout rollout) {
        var watch = watch(rollout, rollout.terms().lastStep());
        return new Route.Split.Proving(rollout.candidate(), rollout.returnTo(), watch);
    }

    private static Route.Watch watch(Rollout rollout, int step) {
        var limits = new HashSet<Duration>();
        boolean invalid = false;
        for (var signal : rollout.terms().guards().signals()) {
            switch (signal) {
                case Signal.Slow(var limit) -> limits.add(limit);
                case Signal.Invalid() -> invalid = true;
                case Signal.Errors(),
                        Signal.OwnErrors(),
                        Signal.Wrong() -> {} // counted in any case
            }
        }
        return new Route.Watch(rollout.number(), step, limits, invalid);
    }
}
