package lastgood.gateway.running.program;

import java.time.Duration;

/// How long to wait between the end of a process and its next start: twice as long each time, and briefly again after one
/// that lived long.
public final class Pauses {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// A process that lived as long is forgiven its end.
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private final Duration first;
    private Duration next;

    public Pauses(Duration first) {
        this.first = first;
        this.next = first;
    }

    /// @param livedNanos for how long the process was there; 0: it did not start
    public Duration after(long livedNanos) {
        var pause = livedNanos > LONG_LIFE.toNanos() ? first : next;
        var twice = pause.multipliedBy(2);
        next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return pause;
    }
}
