package lastgood.core.driver;

import java.util.Optional;

/// What a restore would do now.
///
/// @param from empty: what is live cannot be told, and the restore would end that
public record Move(Optional<Mark> from, Mark to, Way way) {
    /// Whether anything would change.
    public boolean needed() {
        return way != Way.PIN && !from.equals(Optional.of(to));
    }

    /// For a plan that people read: `v3 -> v2, one atomic switch`.
    public String text() {
        return needed()
                ? from.map(Mark::at).orElse("?") + " -> " + to.at() + ", " + way.text()
                : to.at() + ", nothing to move";
    }
}
