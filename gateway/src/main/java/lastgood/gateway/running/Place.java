package lastgood.gateway.running;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import lastgood.core.port.Standby;
import lastgood.core.rollout.Isolation;

/// Where graphs run.
enum Place {
    INSIDE,
    APART;

    /// As the service's file says; else inside where a release has proven itself and uses nothing but harmless operators,
    /// and is not held against one that runs apart.
    static Place of(
            Optional<Isolation> declared, Standby.Footing footing, BooleanSupplier harmless) {
        if (declared.isPresent()) {
            return switch (declared.get()) {
                case PROCESS -> APART;
                case INLINE -> INSIDE;
            };
        }
        return footing.proven() && !footing.compared() && harmless.getAsBoolean() ? INSIDE : APART;
    }
}
