package lastgood.core.port;

import java.io.IOException;
import java.util.List;
import lastgood.core.guard.Count;
import lastgood.core.release.ServiceName;

/// Checkpoints of what gateways counted, so that evidence outlives a restart.
public interface Counts {
    /// Keeps the count with the highest sequence of each gateway and rollout.
    void save(Count count) throws IOException;

    /// The latest of each gateway for one rollout.
    List<Count> of(ServiceName service, int rollout) throws IOException;
}
