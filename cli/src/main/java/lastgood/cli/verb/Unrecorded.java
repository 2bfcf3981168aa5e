package lastgood.cli.verb;

import java.util.Optional;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;

/// What is in force and not written down yet, as the status and a rollback tell it.
final class Unrecorded {
    private Unrecorded() {}

    /// `▲ 1 change is not written down yet; a restart would undo it`
    static Optional<String> text(Screen screen, int changes, boolean restartUndoes) {
        if (changes == 0) {
            return Optional.empty();
        }
        boolean one = changes == 1;
        var what = changes + (one ? " change is" : " changes are") + " not written down yet";
        var undone = restartUndoes ? "; a restart would undo " + (one ? "it" : "them") : "";
        return Optional.of(screen.mark(Mark.NEAR, what + undone));
    }
}
