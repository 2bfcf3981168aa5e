package lastgood.core.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// What a rollback will move, shown before it moves.
///
/// @param target empty: there is nothing to go back to, nothing to do, or the release would be made first
/// @param stays the parts that are the same on both sides
/// @param impact what it means for other services
public record Plan(
        Optional<ReleaseId> target,
        Fit verdict,
        List<Change> changes,
        List<String> stays,
        List<Impact> impact,
        List<String> reasons) {

    public Plan {
        changes = List.copyOf(changes);
        stays = List.copyOf(stays);
        impact = List.copyOf(impact);
        reasons = List.copyOf(reasons);
    }

    /// The same, with what is worth knowing and blocks nothing.
    public Plan withReason(String reason) {
        var more = new ArrayList<>(reasons);
        more.add(reason);
        return new Plan(target, verdict, changes, stays, impact, more);
    }

    public enum Fit {
        OK,
        RISKY,
        BLOCKED
    }

    /// One thing that will be another afterwards.
    public sealed interface Change {
        /// As people read it: `r3`, or a part's file and digest, or a component's version.
        String from();

        String to();

        /// `switch` where traffic moves, `pin` where the release names the version it reads, `restore` where everybody
        /// reads another version of a component.
        String action();

        /// @param part one of the six, or `release` for the service as a whole
        record OfPart(ServiceName service, String part, String from, String to, String action)
                implements Change {}

        /// A component of which everybody reads one version.
        record OfComponent(String component, String from, String to) implements Change {
            @Override
            public String action() {
                return "restore";
            }
        }
    }

    /// What it means for a service that was not asked for.
    public record Impact(ServiceName service, String effect) {}
}
