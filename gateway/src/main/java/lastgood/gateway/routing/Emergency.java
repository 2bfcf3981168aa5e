package lastgood.gateway.routing;

import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Route;

/// What came of a person's wish to have a service put back by the gateway itself.
public sealed interface Emergency {
    /// Requests go to `to` from now on.
    record Gone(Route.Veto veto, ReleaseId from, ReleaseId to) implements Emergency {}

    /// They did already: there is nothing to do.
    record Already(ReleaseId on) implements Emergency {}

    /// They go where they went.
    record Nowhere(String why) implements Emergency {}
}
