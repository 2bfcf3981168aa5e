package lastgood.core.port;

import java.util.Set;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;

/// What a gateway holds ready to serve.
public interface Standby {
    /// Loads a release from its verified bytes, warms it up and asks it its golden rows. Again for one that is ready:
    /// `Done` at once, with the new settings.
    Outcome<ReleaseId> prepare(Release release, Settings settings);

    boolean isReady(ServiceName service, ReleaseId release);

    /// Lets go of every release of a service but these; one that still answers requests is let go of after them.
    void keep(ServiceName service, Set<ReleaseId> releases);
}
