package lastgood.wire.file;

import java.time.Duration;
import java.util.Optional;

/// Times as they are written in files and on the command line: `200ms`, `3s`, `10m`, `24h`, `7d`.
public final class Durations {
    private Durations() {}

    /// Longer than nothing, at most ten years.
    public static Optional<Duration> parse(String text) {
        return Form.TIME.read().apply(text);
    }
}
