package lastgood.mlflow.alias;

import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.State;

/// Which releases of a service the aliases should be on.
///
/// @param live what serves all that no candidate gets
record Wanted(Optional<ReleaseId> live, Optional<ReleaseId> lastGood) {
    static Wanted of(State state) {
        return new Wanted(state.phase().serving(), state.standing().lastGood());
    }
}
