package lastgood.gateway;

/// A gateway's own figures, since it started.
///
/// @param requests predictions asked for and answered, well or with an error
/// @param errors of those, answered with a status of 500 or above
/// @param degraded of those, answered with a service's fixed answer, as no release could
/// @param shed of those, refused at once, as they would not have been answered in time
/// @param waiting rows that wait for slow releases now
/// @param inFlight requests of any kind under way
/// @param loaded releases that are loaded and warm
/// @param processes of those, that run in one of their own and have it
/// @param held bytes that requests of any kind hold
public record GatewayStats(
        long requests,
        long errors,
        long degraded,
        long shed,
        long waiting,
        int inFlight,
        int loaded,
        int processes,
        long held) {}
