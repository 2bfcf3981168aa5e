package lastgood.wire.request;

import java.util.Optional;

/// @param mode `restore`, which is also what is meant where it is left out
public record DrillRequest(Optional<String> mode) {}
