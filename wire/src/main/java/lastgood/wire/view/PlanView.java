package lastgood.wire.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollback.Plan;

/// What a rollback will move, or has moved.
///
/// @param target null: nothing to go back to, nothing to do, or a release that would be made first
/// @param verdict `OK, RISKY, BLOCKED`
/// @param done whether traffic was moved, or a rollout was started, by this very request
/// @param unrecorded how many retreats of the service have acted but are not written down yet, this one included
/// @param rehearsed the last drill in which the target could serve; null: it never was rehearsed with success
/// @param lastDrill the last drill of the target, however it ended; null: there was none
/// @param restartUndoes whether a restart now would undo one of those: neither journal nor veto keeps it
public record PlanView(
        Optional<String> target,
        String verdict,
        List<Change> changes,
        List<String> stays,
        List<Impact> impact,
        List<String> reasons,
        boolean done,
        int unrecorded,
        boolean restartUndoes,
        Optional<DrillView> rehearsed,
        Optional<DrillView> lastDrill) {

    public PlanView {
        changes = List.copyOf(changes);
        stays = List.copyOf(stays);
        impact = List.copyOf(impact);
        reasons = List.copyOf(reasons);
    }

    /// Either a service's part or a shared component, and then the other fields are left out.
    ///
    /// @param part one of the six, or `release` for the service as a whole
    /// @param action `switch`, `pin` or `restore`
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Change(
            Optional<String> service,
            Optional<String> part,
            Optional<String> component,
            String from,
            String to,
            String action) {

        static Change of(Plan.Change change) {
            return switch (change) {
                case Plan.Change.OfPart(var service, var part, var from, var to, var action) ->
                        ofPart(service.text(), part, from, to, action);
                case Plan.Change.OfComponent(var component, var from, var to) ->
                        ofComponent(component, from, to, change.action());
            };
        }

        public static Change ofPart(
                String service, String part, String from, String to, String action) {
            return new Change(
                    Optional.of(service), Optional.of(part), Optional.empty(), from, to, action);
        }

        public static Change ofComponent(String component, String from, String to, String action) {
            return new Change(
                    Optional.empty(), Optional.empty(), Optional.of(component), from, to, action);
        }
    }

    public record Impact(String service, String effect) {}

    public static PlanView of(Plan plan, boolean done) {
        return new PlanView(
                plan.target().map(ReleaseId::name),
                plan.verdict().name(),
                plan.changes().stream().map(Change::of).toList(),
                plan.stays(),
                plan.impact().stream()
                        .map(i -> new Impact(i.service().text(), i.effect()))
                        .toList(),
                plan.reasons(),
                done,
                0,
                false,
                Optional.empty(),
                Optional.empty());
    }

    public PlanView withUnrecorded(int count, boolean undone) {
        return new PlanView(
                target, verdict, changes, stays, impact, reasons, done, count, undone, rehearsed,
                lastDrill);
    }

    public PlanView withDrills(Optional<DrillView> passed, Optional<DrillView> last) {
        return new PlanView(
                target,
                verdict,
                changes,
                stays,
                impact,
                reasons,
                done,
                unrecorded,
                restartUndoes,
                passed,
                last);
    }
}
