package lastgood.wire.view;

import java.util.List;

/// Which releases go, which stay, and why.
///
/// @param done whether they went; otherwise this is the plan
/// @param keep so many good ones stay
/// @param frees bytes that only those which go have; they are deleted a day later
/// @param deleted bytes that were deleted now, of what went before
public record PruneView(
        String service, boolean done, int keep, List<Kept> releases, long frees, long deleted) {
    public PruneView {
        releases = List.copyOf(releases);
    }

    /// @param why it stays; nothing: it goes
    public record Kept(String release, boolean stays, List<String> why) {
        public Kept {
            why = List.copyOf(why);
        }
    }
}
