package lastgood.server.soak.flip;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The switches that were asked for, oldest first, to hold against what clients heard.
///
/// The epoch of a switch is up from some moment between its being asked for and its being acknowledged, to some moment
/// between the same two of the next switch. An answer is impossible only where no such moment fits.
final class Timeline {
    private final List<Switch> switches = new ArrayList<>();

    /// One routing epoch.
    ///
    /// @param back whether it leads away from a candidate
    /// @param askedAt [System#nanoTime] before the request for it was written
    /// @param doneAt after its acknowledgement was read
    /// @param wall the wall clock at `askedAt`
    record Switch(
            long epoch, String release, boolean back, long askedAt, long doneAt, Instant wall) {}

    void add(Switch next) {
        if (!switches.isEmpty() && next.epoch() != switches.getLast().epoch() + 1) {
            throw new IllegalStateException(
                    "epoch " + next.epoch() + " after " + switches.getLast().epoch());
        }
        switches.add(next);
    }

    List<Switch> switches() {
        return List.copyOf(switches);
    }

    Switch newest() {
        return switches.getLast();
    }

    /// What was heard that cannot be.
    List<String> impossible(Map<Long, Spans.Span> heard) {
        var complaints = new ArrayList<String>();
        heard.forEach((epoch, span) -> check(epoch, span, complaints));
        return complaints;
    }

    /// The epochs that nobody heard of.
    long unheard(Map<Long, Spans.Span> heard) {
        return switches.stream().filter(s -> !heard.containsKey(s.epoch())).count();
    }

    private void check(long epoch, Spans.Span span, List<String> complaints) {
        int at = switches.isEmpty() ? -1 : Math.toIntExact(epoch - switches.getFirst().epoch());
        if (at < 0 || at >= switches.size()) {
            complaints.add(
                    "epoch "
                            + epoch
                            + " was never asked for, and gave "
                            + span.count()
                            + " answers");
            return;
        }
        var up = switches.get(at);
        if (!up.release().equals(span.release())) {
            complaints.add(
                    "epoch "
                            + epoch
                            + " is "
                            + up.release()
                            + ", but answered as "
                            + span.release());
        }
        if (span.firstAnswered() < up.askedAt()) {
            complaints.add("epoch " + epoch + " answered before it was asked for");
        }
        if (at + 1 < switches.size() && span.lastSent() > switches.get(at + 1).doneAt()) {
            complaints.add(
                    "epoch "
                            + epoch
                            + " answered a request sent after the next switch was acknowledged, "
                            + millis(span.lastSent() - switches.get(at + 1).doneAt())
                            + " ms late");
        }
    }

    private static String millis(long nanos) {
        return "%.3f".formatted(nanos / 1e6);
    }
}
