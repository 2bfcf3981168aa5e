package lastgood.wire.view;

import java.time.Instant;
import java.util.List;

/// Whether one release could be gone back to, when that was looked at last.
///
/// @param reasons why not; none where it could
public record PreflightView(
        String release, boolean ready, List<String> reasons, Instant checkedAt) {
    public PreflightView {
        reasons = List.copyOf(reasons);
    }
}
