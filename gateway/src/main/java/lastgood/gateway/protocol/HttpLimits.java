package lastgood.gateway.protocol;

import java.time.Duration;

/// How much of anything one caller, and all callers together, can make the gateway hold.
///
/// @param line bytes of a request line
/// @param headerBytes of all headers of a request
/// @param headers how many of them
/// @param body bytes of one body
/// @param held bytes held for all requests that arrive or are being answered: bodies, what is read from them, and the
///     copies that graphs are given; and as much again for answers that wait to be read
/// @param connections open at a time
/// @param headWithin from a request's first byte to the end of its headers
/// @param bodyWithin from there to the end of its body
/// @param idleWithin how long a connection may stand unused, or a reader not read
public record HttpLimits(
        int line,
        int headerBytes,
        int headers,
        int body,
        long held,
        int connections,
        Duration headWithin,
        Duration bodyWithin,
        Duration idleWithin) {
    /// Requests get as much as a third of the heap, answers that nobody has read yet as much again, and the rest is
    /// everything else's.
    private static final int SHARE = 3;

    public static final HttpLimits DEFAULT =
            new HttpLimits(
                    8 << 10,
                    16 << 10,
                    100,
                    16 << 20,
                    Runtime.getRuntime().maxMemory() / SHARE,
                    10_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(75));
}
