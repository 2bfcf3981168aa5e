package lastgood.core.port;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Stay;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;

/// The gateway's own memory of what it serves: all that it needs to serve it again where control cannot be asked. It
/// outlives its process.
public interface Snapshots {
    /// Durable when it returns; what was there before is still whole where it throws.
    void write(Snapshot snapshot) throws IOException;

    /// The newest that is whole, looked for anew.
    Found newest();

    /// @param faults what is wrong with each that cannot be used, for people
    record Found(Optional<Snapshot> snapshot, List<String> faults) {
        public Found {
            faults = List.copyOf(faults);
        }
    }

    /// What one gateway serves at one moment.
    ///
    /// @param releases what the stays name and the gateway has loaded
    /// @param places where the features are looked up that these releases ask for
    record Snapshot(Instant at, List<Stay> stays, List<Ready> releases, List<Place> places) {
        public Snapshot {
            stays = List.copyOf(stays);
            releases = List.copyOf(releases);
            places = List.copyOf(places);
        }

        /// Whether it says the same, whenever it was taken.
        public boolean saysTheSameAs(Snapshot other) {
            return stays.equals(other.stays)
                    && releases.equals(other.releases)
                    && places.equals(other.places);
        }

        public Optional<Ready> find(ServiceName service, ReleaseId id) {
            return releases.stream()
                    .filter(r -> r.release().service().equals(service))
                    .filter(r -> r.release().id().equals(id))
                    .findFirst();
        }
    }

    /// What a release needs to be made ready; its bytes are found by their digests.
    ///
    /// @param proven whether it has earned *good*
    record Ready(Release release, Settings settings, boolean proven) {}

    /// Where a version of a component is.
    record Place(ComponentId component, Driven driven) {}
}
