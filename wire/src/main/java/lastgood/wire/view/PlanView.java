package lastgood.wire.view;

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
        boolean restartUndoes) {

    public PlanView {
        changes = List.copyOf(changes);
        stays = List.copyOf(stays);
        impact = List.copyOf(impact);
        reasons = List.copyOf(reasons);
    }

    /// @param part one of the six, or `release` for the service as a whole
    /// @param action `switch`, `pin` or `restore`
    public record Change(String service, String part, String from, String to, String action) {}

    public record Impact(String service, String effect) {}

    public static PlanView of(Plan plan, boolean done) {
        return new PlanView(
                plan.target().map(ReleaseId::name),
                plan.verdict().name(),
                plan.changes().stream().map(PlanView::change).toList(),
                plan.stays(),
                plan.impact().stream()
                        .map(i -> new Impact(i.service().text(), i.effect()))
                        .toList(),
                plan.reasons(),
                done,
                0,
                false);
    }

    public PlanView withUnrecorded(int count, boolean undone) {
        return new PlanView(target, verdict, changes, stays, impact, reasons, done, count, undone);
    }

    private static Change change(Plan.Change c) {
        return new Change(c.service().text(), c.part(), c.from(), c.to(), c.action());
    }
}
