package lastgood.control.guard;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import lastgood.core.port.Standby;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Load;

/// What candidates could be asked, beside what they take.
///
/// @param traffic requests a second of a service now; empty: not known
public record Loads(Standby standby, Function<ServiceName, OptionalDouble> traffic) {
    public Optional<Load> of(ServiceName service, ReleaseId candidate) {
        var most = standby.capacity(service, candidate);
        var asked = traffic.apply(service);
        return most.isPresent() && asked.isPresent()
                ? Optional.of(new Load(asked.getAsDouble(), most.getAsDouble()))
                : Optional.empty();
    }
}
