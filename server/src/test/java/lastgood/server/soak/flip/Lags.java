package lastgood.server.soak.flip;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lastgood.server.soak.Durations;
import lastgood.server.soak.flip.Timeline.Switch;

/// How long after a decision the release before was still used.
///
/// *Asked* is the client's clock before it writes the request that leads to the decision. *Decided* is the time that
/// control gave the decision, as the history tells it: the machine's wall clock, put on the client's by the moment at
/// which the switch was asked for. From there to the last request that was *sent* and still answered by the release
/// before, zero where none was; and to the moment at which the last such answer was *read*, which counts requests on
/// their way and is the most it can have been.
final class Lags {
    private static final Duration CLOCKS = Duration.ofMillis(2);

    private final Durations askedToSent = new Durations();
    private final Durations decidedToSent = new Durations();
    private final Durations decidedToRead = new Durations();

    /// @param switches of one kind
    /// @param decided by epoch
    Lags(List<Switch> switches, Map<Long, Spans.Span> heard, Map<Long, Instant> decided) {
        for (var next : switches) {
            var before = heard.get(next.epoch() - 1);
            var at = decided.get(next.epoch());
            if (before != null && at != null) {
                add(next, before, next.askedAt() + Duration.between(next.wall(), at).toNanos());
            }
        }
    }

    String lines(String name) {
        return """
          %s (%,d)
            asked   -> last old request sent   %s
            decided -> last old request sent   %s
            decided -> last old answer read    %s
        """
                .formatted(
                        name,
                        askedToSent.size(),
                        askedToSent.inMillis(),
                        decidedToSent.inMillis(),
                        decidedToRead.inMillis());
    }

    Durations askedToSent() {
        return askedToSent;
    }

    Durations decidedToSent() {
        return decidedToSent;
    }

    private void add(Switch next, Spans.Span before, long decided) {
        if (decided < next.askedAt() - CLOCKS.toNanos()
                || decided > next.doneAt() + CLOCKS.toNanos()) {
            throw new IllegalStateException(
                    "the wall clock was set while this ran: epoch " + next.epoch());
        }
        askedToSent.add(Math.max(0, before.lastSent() - next.askedAt()));
        decidedToSent.add(Math.max(0, before.lastSent() - decided));
        decidedToRead.add(Math.max(0, before.lastAnswered() - decided));
    }
}
