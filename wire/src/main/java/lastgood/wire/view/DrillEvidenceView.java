package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The evidence file of a drill: all that was done, with what, on which machine.
///
/// @param servesAs digest of what would serve: another than `digest` where the release shares parts
/// @param tookMs all of it, also what lies between the steps
/// @param live what served when the drill ended
/// @param epochBefore number of the routing change in force when it began
/// @param epochAfter and when it ended; the same, unless somebody else moved traffic meanwhile
/// @param machine facts by name
public record DrillEvidenceView(
        String drill,
        String service,
        String release,
        String digest,
        String servesAs,
        String mode,
        String result,
        Instant at,
        String by,
        double tookMs,
        List<StepView> steps,
        List<Piece> pieces,
        String live,
        long epochBefore,
        long epochAfter,
        SortedMap<String, String> machine) {

    public DrillEvidenceView {
        steps = List.copyOf(steps);
        pieces = List.copyOf(pieces);
        machine = new TreeMap<>(Map.copyOf(machine));
    }

    /// One thing that is stored, as it was read.
    ///
    /// @param found `as recorded`, or what is wrong with it
    public record Piece(String name, String digest, long bytes, String found) {}
}
