package lastgood.core.rollout;

import java.util.Optional;
import lastgood.core.release.ReleaseId;

/// All that decides what happens next to one service.
public record State(Standing standing, Phase phase) {
    public static final State NEW = new State(Standing.NEW, new Phase.Empty());

    /// Where a plain rollback goes: a rollout's origin, earned or not, while it runs, is paused or bakes; otherwise the
    /// newest good release older than live that is not held.
    public Optional<ReleaseId> rollbackTo() {
        return switch (phase) {
            case Phase.Canary c -> Optional.of(c.live());
            case Phase.Paused p -> Optional.of(p.live());
            case Phase.Baking b -> b.rollout().returnTo();
            case Phase.Unproven u -> u.rollout().returnTo().filter(o -> !standing.isHeld(o));
            case Phase.Steady s -> standing.goodBefore(s.live());
            case Phase.Returned r -> standing.goodBefore(r.live());
            case Phase.Stuck.Cornered c -> standing.goodBefore(c.live());
            case Phase.Empty _, Phase.Returning _, Phase.Stuck.Unconfirmed _ -> Optional.empty();
        };
    }

    /// One sentence for the last line of an error: `Traffic: 90 % r1, 10 % r2.`
    public String traffic() {
        return phase.serving()
                .map(live ->
                        phase.candidate()
                                .filter(_ -> phase.share() > 0)
                                .map(c ->
                                        "Traffic: "
                                                + rest()
                                                + " "
                                                + live
                                                + ", "
                                                + new Share(phase.share())
                                                + " "
                                                + c
                                                + ".")
                                .orElse("Traffic: 100 % " + live + "."))
                .orElse("Traffic: none, no release has been rolled out.");
    }

    private String rest() {
        return new Share(1 - phase.share()).toString();
    }
}
