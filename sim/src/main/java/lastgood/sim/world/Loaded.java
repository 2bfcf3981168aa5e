package lastgood.sim.world;

import lastgood.core.release.ReleaseId;

/// A release as the gateway holds it, with what it is really like.
public record Loaded(ReleaseId id, Truth truth) {}
