package lastgood.control;

import java.util.Optional;
import java.util.function.Supplier;
import lastgood.control.rollout.WaysBack;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.State;

/// Ways back that are known only once everything is put together.
record LateWays(Supplier<? extends WaysBack> ways) implements WaysBack {
    @Override
    public Optional<ReleaseId> target(ServiceName service, State state) {
        return ways.get().target(service, state);
    }

    @Override
    public Optional<String> obstacle(ServiceName service, State state) {
        return ways.get().obstacle(service, state);
    }
}
