package lastgood.core.rollout;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.release.ReleaseId;

/// All that decides what happens next to one service.
public record State(Standing standing, Phase phase) {
    public static final State NEW = new State(Standing.NEW, new Phase.Empty());

    /// The same, as if the last route had been put up under `epoch`: the next one comes after it.
    public State at(long epoch) {
        return new State(standing.at(epoch), phase);
    }

    /// Where a plain rollback goes: while guards are armed, where a trip goes too - the rollout's origin, earned or not -
    /// and otherwise the newest good release older than live that is not held.
    ///
    /// After a retreat a plain rollback goes nowhere until a rollout starts; this is where it would go then.
    public Optional<ReleaseId> rollbackTo() {
        var watched = phase.watched();
        return watched.isPresent()
                ? watched.get().returnTo()
                : phase.serving().flatMap(standing::goodBefore);
    }

    /// Whether a release is where a trip would go, or where one that is not confirmed yet went. Nothing refuses that way,
    /// and nobody need consent to it.
    public boolean isWayBack(ReleaseId to) {
        var way =
                phase instanceof Phase.Stuck.Unconfirmed u
                        ? Optional.of(u.to()).filter(_ -> u.isRetreat())
                        : phase.watched().flatMap(Rollout::returnTo);
        return way.equals(Optional.of(to));
    }

    /// The releases that may have to answer: what serves, what is tried, and where the watched rollout would go back to.
    public List<ReleaseId> answering() {
        var origin = phase.watched().flatMap(Rollout::returnTo);
        return Stream.of(phase.serving(), phase.candidate(), origin)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /// One sentence for the last line of an error: `Traffic: 90 % r1, 10 % r2.`, or `Traffic: 100 % r1, r2 in shadow.`
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
                                .orElse("Traffic: 100 % " + live + inShadow() + "."))
                .orElse("Traffic: none, no release has been rolled out.");
    }

    private String inShadow() {
        return phase.candidate()
                .filter(_ -> phase.isShadow())
                .map(c -> ", " + c + " in shadow")
                .orElse("");
    }

    private String rest() {
        return new Share(1 - phase.share()).toString();
    }
}
