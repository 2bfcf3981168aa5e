package lastgood.wire.view;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.State;

/// Where a service stands.
///
/// @param state `empty, steady, shadow, canary, paused, baking, returning, stuck`
/// @param why why it is paused or stuck; null otherwise
/// @param lastGoodReason why there is no last good release yet; null where there is one
/// @param candidateShare a fraction, 0..1
/// @param unrecorded how many retreats have acted but are not written down yet
/// @param restartUndoes whether a restart now would undo one of those: neither journal nor veto keeps it
/// @param preflight which earlier releases could be gone back to when that was looked at last, the likeliest first
/// @param lastDrill null: there was none
/// @param mlflow how its aliases stand in MLflow; null where it has none there
public record StatusView(
        String service,
        String state,
        Optional<String> why,
        Optional<String> live,
        Optional<String> lastGood,
        Optional<String> lastGoodReason,
        Optional<String> rollbackTo,
        Optional<String> candidate,
        double candidateShare,
        long epoch,
        Readiness readiness,
        List<HeldView> held,
        int unrecorded,
        boolean restartUndoes,
        List<PreflightView> preflight,
        Optional<DrillView> lastDrill,
        Optional<MlflowView> mlflow,
        Optional<RolloutView> rollout) {

    public StatusView {
        held = List.copyOf(held);
        preflight = List.copyOf(preflight);
    }

    /// Whether a rollback would work now; `reasons` say why not.
    public record Readiness(boolean ready, List<String> reasons) {
        public Readiness {
            reasons = List.copyOf(reasons);
        }
    }

    public static StatusView of(
            ServiceName service,
            State state,
            Readiness readiness,
            Optional<String> lastGoodReason,
            int unrecorded,
            boolean restartUndoes,
            Optional<RolloutView> rollout,
            Optional<ReleaseId> rollbackTo) {
        var phase = state.phase();
        var lastGood = state.standing().lastGood();
        return new StatusView(
                service.text(),
                phase.word(),
                why(phase),
                phase.serving().map(ReleaseId::name),
                lastGood.map(ReleaseId::name),
                lastGood.isPresent() ? Optional.empty() : lastGoodReason,
                rollbackTo.map(ReleaseId::name),
                phase.candidate().map(ReleaseId::name),
                phase.share(),
                state.standing().epoch(),
                readiness,
                HeldView.all(state.standing()),
                unrecorded,
                restartUndoes,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                rollout);
    }

    public StatusView withMlflow(Optional<MlflowView> aliases) {
        return new StatusView(
                service,
                state,
                why,
                live,
                lastGood,
                lastGoodReason,
                rollbackTo,
                candidate,
                candidateShare,
                epoch,
                readiness,
                held,
                unrecorded,
                restartUndoes,
                preflight,
                lastDrill,
                aliases,
                rollout);
    }

    public StatusView withWaysBack(List<PreflightView> looked, Optional<DrillView> drill) {
        return new StatusView(
                service,
                state,
                why,
                live,
                lastGood,
                lastGoodReason,
                rollbackTo,
                candidate,
                candidateShare,
                epoch,
                readiness,
                held,
                unrecorded,
                restartUndoes,
                looked,
                drill,
                mlflow,
                rollout);
    }

    static Optional<String> why(Phase phase) {
        return switch (phase) {
            case Phase.Paused p ->
                    Optional.of(
                            switch (p.why()) {
                                case PERSON -> "paused by a person";
                                case RESTART -> "restart";
                                case LEASE -> "lease";
                                case BLIND -> "a required guard is blind";
                            });
            case Phase.Stuck stuck -> Optional.of(stuck.why());
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Returned _,
                    Phase.Canary _,
                    Phase.Baking _,
                    Phase.Unproven _,
                    Phase.Returning _ ->
                    Optional.empty();
        };
    }
}
