package lastgood.control.rollout;

import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.State;

/// Where services go back to, as far as what they share with others lets them.
public interface WaysBack {
    /// Each for itself: nothing is shared.
    WaysBack ALONE =
            new WaysBack() {
                @Override
                public Optional<ReleaseId> target(ServiceName service, State state) {
                    return state.rollbackTo();
                }

                @Override
                public Optional<String> obstacle(ServiceName service, State state) {
                    return Optional.empty();
                }
            };

    /// Where a plain rollback goes; empty: nowhere.
    Optional<ReleaseId> target(ServiceName service, State state);

    /// Why there is no safe way back although there is something to go back to; empty: there is one, or nothing to go to.
    Optional<String> obstacle(ServiceName service, State state);
}
