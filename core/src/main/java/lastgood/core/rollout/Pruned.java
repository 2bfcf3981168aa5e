package lastgood.core.rollout;

import java.time.Instant;
import lastgood.core.release.Actor;

/// Who let a release go, and when. Its number, its history and a hold on it stay.
public record Pruned(Instant at, Actor by) {}
