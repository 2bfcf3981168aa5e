package lastgood.wire.request;

import java.util.Optional;

/// @param sql one SELECT over `predictions`
/// @param service whose predictions are asked; of all services where it is left out
/// @param since a moment; only what was answered from then on
/// @param limit rows that are wanted at most; 1000 where it is left out
public record PredictionQueryRequest(
        String sql, Optional<String> service, Optional<String> since, Optional<Integer> limit) {}
