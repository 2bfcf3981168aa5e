package lastgood.core.port;

import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Count;
import lastgood.core.prediction.Pair;
import lastgood.core.release.ServiceName;

/// What the gateway has counted for a rollout since it started, and what candidates in shadow said that nobody has
/// written down yet.
public interface CountSource {
    Optional<Count> count(ServiceName service, int rollout);

    /// The oldest pairs that wait to be written down; asked again, the same, until they are [#kept].
    default List<Pair> pairs(ServiceName service, int rollout) {
        return List.of();
    }

    /// These were written down, and need not be told again.
    default void kept(ServiceName service, int rollout, List<Pair> pairs) {}
}
