package lastgood.wire.request;

import java.util.Optional;

/// Why somebody does something: kept in the history.
public record ReasonRequest(Optional<String> reason) {}
