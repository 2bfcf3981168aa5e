package lastgood.control.preflight;

import java.time.Instant;
import java.util.List;
import lastgood.core.drill.Step;
import lastgood.core.release.ReleaseId;

/// Whether one release could be gone back to, when that was looked at.
///
/// @param reasons why not; none where it could
/// @param remarks what is wrong although it could serve
/// @param steps what was tried; none where it may not serve at all
/// @param at when its bytes were read and it was loaded
public record WayBack(
        ReleaseId release,
        List<String> reasons,
        List<String> remarks,
        List<Step> steps,
        Instant at) {
    public WayBack {
        reasons = List.copyOf(reasons);
        remarks = List.copyOf(remarks);
        steps = List.copyOf(steps);
    }

    public boolean isOpen() {
        return reasons.isEmpty();
    }
}
