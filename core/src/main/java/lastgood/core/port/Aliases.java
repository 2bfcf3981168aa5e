package lastgood.core.port;

import java.time.Instant;
import java.util.Optional;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.State;

/// Names that live and last good have in a model registry elsewhere, for those who load models from there.
///
/// What is told here never waits and never fails: a registry that is away delays no rollback. The newest state of a
/// service is what counts; those it was told before may be passed over.
public interface Aliases {
    /// Nobody elsewhere is told.
    Aliases NONE =
            new Aliases() {
                @Override
                public void changed(ServiceName service, State state) {}

                @Override
                public Optional<Shown> of(ServiceName service) {
                    return Optional.empty();
                }
            };

    /// A state is in force.
    void changed(ServiceName service, State state);

    /// How a service's aliases stand; empty where it has none.
    Optional<Shown> of(ServiceName service);

    /// What the registry said it wrote, and why it does not say more.
    ///
    /// @param champion the version that the alias of what is live was put on last
    /// @param lastGood the version that the alias of what is last good was put on last
    /// @param at when
    /// @param problem why they are not as they should be; it is tried on
    record Shown(
            Optional<String> champion,
            Optional<String> lastGood,
            Optional<Instant> at,
            Optional<String> problem) {}
}
