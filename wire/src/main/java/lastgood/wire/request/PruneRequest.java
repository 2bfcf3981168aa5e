package lastgood.wire.request;

import java.util.List;
import java.util.Optional;

/// Lets releases go that nothing needs, or says which that would be.
///
/// @param keep so many good ones stay; null: five
/// @param releases only these, of those that may go; null: all of them
/// @param dryRun only the plan
public record PruneRequest(
        Optional<Integer> keep, Optional<List<String>> releases, boolean dryRun) {}
