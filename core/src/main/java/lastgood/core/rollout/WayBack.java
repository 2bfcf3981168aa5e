package lastgood.core.rollout;

import lastgood.core.release.ReleaseId;

/// Where a gateway puts a service whose live release a person wants away, when nobody else can be asked.
public sealed interface WayBack {
    /// Kept loaded and warm beside live.
    record To(ReleaseId release) implements WayBack {}

    /// The service has gone back already: what is live is where it went.
    record Done() implements WayBack {}

    record Nowhere(String why) implements WayBack {}
}
