package lastgood.core.port;

import java.util.OptionalDouble;
import java.util.Set;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.WayBack;

/// What a gateway holds ready to serve.
public interface Standby {
    /// Loads a release from its verified bytes, warms it up and asks it its golden rows. Again for one that is ready:
    /// `Done` at once, with the new settings and on its new footing.
    Outcome<ReleaseId> prepare(Release release, Settings settings, Footing footing);

    /// What a release is to those it stands beside: from that follows where it may run.
    ///
    /// @param proven whether it has earned *good*
    /// @param compared whether it is one of two arms whose answers are held against each other: both run the same way then
    record Footing(boolean proven, boolean compared) {
        /// Of what has yet to prove itself.
        public static final Footing UNPROVEN = new Footing(false, false);

        /// Of what has, and is not compared.
        public static final Footing PROVEN = new Footing(true, false);
    }

    boolean isReady(ServiceName service, ReleaseId release);

    /// How many requests of one row a second a slow release takes at most where it is loaded. Empty: it is not ready, it is
    /// not slow beyond doubt, nobody measured it, or what answers for it is elsewhere.
    OptionalDouble capacity(ServiceName service, ReleaseId release);

    /// Lets go of every release of a service but these; one that still answers requests is let go of after them.
    void keep(ServiceName service, Set<ReleaseId> releases);

    /// Where a service would go back to from `live`: told ahead, because whoever asks the gateway itself can ask nobody
    /// else.
    void wayBack(ServiceName service, ReleaseId live, WayBack way);
}
