package lastgood.gateway;

/// A gateway's own figures, since it started.
///
/// @param errors answers with a status of 500 or above
/// @param loaded releases that are loaded and warm
public record GatewayStats(long requests, long errors, int inFlight, int loaded) {}
