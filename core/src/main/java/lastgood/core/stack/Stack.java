package lastgood.core.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lastgood.core.release.ServiceName;

/// Services and components that must stay consistent with each other.
///
/// @param name has the form of a service's name
/// @param services for people; who really reads a component is what the releases say
public record Stack(
        String name, List<ServiceName> services, List<Member> members, List<String> owners) {

    public Stack {
        services = List.copyOf(services);
        members = List.copyOf(members);
        owners = List.copyOf(owners);
    }

    /// @param component its name, without a version
    public record Member(String component, String kind, LiveVersions liveVersions) {}

    /// How many versions of a component are read at a time.
    public enum LiveVersions {
        /// One for everybody: all services move together.
        ONE,
        /// Each release reads the version it names.
        MANY;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<LiveVersions> parse(String text) {
            return Arrays.stream(values()).filter(v -> v.text().equals(text)).findFirst();
        }
    }
}
