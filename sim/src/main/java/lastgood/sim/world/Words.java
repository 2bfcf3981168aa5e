package lastgood.sim.world;

import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Route;

/// Routes, vetoes and phases in a few words, for the trace.
public final class Words {
    private Words() {}

    public static String of(Route.Split split) {
        return switch (split) {
            case Route.Split.Settled(var live) -> "all to " + live;
            case Route.Split.Trying t when t.share().isNone() ->
                    "all to " + t.live() + ", " + t.candidate() + " in shadow";
            case Route.Split.Trying t ->
                    t.share() + " to " + t.candidate() + ", the rest to " + t.live();
            case Route.Split.Proving p ->
                    "all to "
                            + p.live()
                            + p.origin().map(o -> ", " + o + " stands by").orElse(", alone");
        };
    }

    public static String of(Route.Veto veto) {
        return "the veto on " + veto.release().brief() + " in rollout " + veto.rollout();
    }

    public static String of(Phase phase) {
        return switch (phase) {
            case Phase.Empty() -> "empty";
            case Phase.Steady(var live) -> "steady on " + live;
            case Phase.Returned r -> "returned to " + r.live() + " from " + r.from();
            case Phase.Canary c ->
                    "canary " + c.rollout().candidate() + " at step " + (c.step() + 1);
            case Phase.Paused p ->
                    "paused ("
                            + p.why()
                            + ") "
                            + p.rollout().candidate()
                            + " at step "
                            + (p.step() + 1);
            case Phase.Baking b -> "baking " + b.rollout().candidate();
            case Phase.Unproven u -> "unproven " + u.rollout().candidate();
            case Phase.Returning r -> "returning to " + r.to() + " from " + r.from();
            case Phase.Stuck.Unconfirmed u -> "stuck on the way to " + u.to();
            case Phase.Stuck.Cornered c -> "stuck on " + c.live();
        };
    }
}
