package lastgood.core.rollout;

import java.time.Instant;
import lastgood.core.release.Actor;

/// Why a release may not be rolled out until a named person lifts this.
public record Hold(Instant at, Actor by, String reason) {}
