package lastgood.gateway.protocol;

import java.time.Duration;

/// How much of anything one caller, and all callers together, can make the gateway hold.
///
/// @param line bytes of a request line
/// @param headerBytes of all headers of a request
/// @param headers how many of them
/// @param body bytes of one body
/// @param bodies bytes of all bodies that are being received
/// @param connections open at a time
/// @param headWithin from a request's first byte to the end of its headers
/// @param bodyWithin from there to the end of its body
/// @param idleWithin how long a connection may stand unused, or a reader not read
public record HttpLimits(
        int line,
        int headerBytes,
        int headers,
        int body,
        long bodies,
        int connections,
        Duration headWithin,
        Duration bodyWithin,
        Duration idleWithin) {
    public static final HttpLimits DEFAULT =
            new HttpLimits(
                    8 << 10,
                    16 << 10,
                    100,
                    16 << 20,
                    256L << 20,
                    10_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(75));
}
