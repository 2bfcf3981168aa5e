package lastgood.core.stack.history;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Binding;

/// Says what a release was made with of the component.
@FunctionalInterface
public interface Pinned {
    Pin of(ServiceName service, ReleaseId release);

    sealed interface Pin {
        /// It does not read the component.
        record None() implements Pin {}

        /// @param own the version it was made with
        record To(String own, List<String> accepted) implements Pin {
            public To {
                accepted = List.copyOf(accepted);
            }

            String reads(Optional<String> live) {
                return Binding.version(own, accepted, live);
            }
        }

        /// @param why it cannot be known any more
        record Unknown(String why) implements Pin {}
    }
}
