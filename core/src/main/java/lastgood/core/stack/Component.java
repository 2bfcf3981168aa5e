package lastgood.core.stack;

import java.time.Instant;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;

/// A part that services share: immutable per version, versions side by side.
///
/// @param kind `features`; other kinds come with the planner
public record Component(ComponentId id, String kind, Blob graph, Instant at, Actor by) {}
