package lastgood.gateway.protocol;

import java.time.Duration;

/// What a connection waits for, and how long it may.
enum Patience {
    /// A next request: its first byte.
    REQUEST,
    /// The rest of a request's head.
    HEAD,
    /// The rest of a body.
    BODY,
    /// Our own answer; it has a deadline of its own.
    ANSWER,
    /// The caller to read what was written.
    READER,
    /// The caller to read the last answer.
    LAST_READER,
    /// The caller to hang up, after the last answer has gone out.
    GOODBYE;

    private static final Duration GOODBYE_WITHIN = Duration.ofSeconds(2);

    Duration limit(HttpLimits limits) {
        return switch (this) {
            case REQUEST, READER, LAST_READER -> limits.idleWithin();
            case HEAD -> limits.headWithin();
            case BODY -> limits.bodyWithin();
            case ANSWER -> Duration.ofNanos(Long.MAX_VALUE);
            case GOODBYE -> GOODBYE_WITHIN;
        };
    }
}
