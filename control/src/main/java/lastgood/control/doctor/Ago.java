package lastgood.control.doctor;

import java.time.Duration;
import java.time.Instant;

/// How long ago something was, as people say it.
final class Ago {
    private Ago() {}

    /// `13 s ago`, `4 min ago`, `26 h ago`, `31 d ago`
    static String of(Instant then, Instant now) {
        var ago = Duration.between(then, now);
        long seconds = Math.max(0, ago.toSeconds());
        if (seconds < 120) {
            return seconds + " s ago";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min ago";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h ago" : seconds / 86_400 + " d ago";
    }
}
