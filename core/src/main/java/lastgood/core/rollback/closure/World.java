package lastgood.core.rollback.closure;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;

/// What serves now and where each could go back to.
///
/// @param components those with one live version for everybody, by name
public record World(
        SortedMap<ServiceName, Service> services, SortedMap<String, Component> components) {

    public World {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    Service service(ServiceName name) {
        return Optional.ofNullable(services.get(name)).orElseThrow();
    }

    Component component(String name) {
        return Optional.ofNullable(components.get(name)).orElseThrow();
    }

    /// @param older the releases it could be sent back to together with another service: good, not held, older than
    ///     live; newest first
    public record Service(Option live, List<Option> older) {
        public Service {
            older = List.copyOf(older);
        }
    }

    /// @param needs which versions of each component the release accepts; a component that it does not name does not
    ///     concern it, nor does one that is not in the world
    public record Option(ReleaseId release, Requires needs) {}

    /// @param live the version that everybody reads
    /// @param versions all there are, newest first
    public record Component(String live, List<Version> versions) {
        public Component {
            versions = List.copyOf(versions);
            if (versions.stream().noneMatch(v -> v.name().equals(live))) {
                throw new IllegalArgumentException("the live version is none of them: " + live);
            }
        }

        Version version(String name) {
            return versions.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
        }

        /// How many versions are newer than the live one.
        int liveRank() {
            int rank = 0;
            while (!versions.get(rank).name().equals(live)) {
                rank++;
            }
            return rank;
        }
    }

    /// @param revertsTo the versions one may go back to from this one without a repair of its state
    /// @param needs what it accepts of other components
    public record Version(
            String name, Migration migration, List<String> revertsTo, Requires needs) {
        public Version {
            revertsTo = List.copyOf(revertsTo);
        }
    }
}
