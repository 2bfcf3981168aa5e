package lastgood.wire.request;

import java.util.Optional;

/// Asks for a rollback, or what one would do.
///
/// @param to any reference; null: the rollback target
/// @param only one of the six parts; null: the whole stack
/// @param dryRun only the plan
/// @param yes consent to a risky plan
public record RollbackRequest(
        Optional<String> to,
        Optional<String> only,
        boolean dryRun,
        boolean yes,
        Optional<String> reason) {}
