package lastgood.core.port;

import java.util.Optional;
import lastgood.core.guard.Count;
import lastgood.core.release.ServiceName;

/// What the gateway has counted for a rollout since it started.
public interface CountSource {
    Optional<Count> count(ServiceName service, int rollout);
}
