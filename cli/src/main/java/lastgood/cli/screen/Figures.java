package lastgood.cli.screen;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Numbers and times as people read them.
public final class Figures {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private Figures() {}

    /// `63.3 %`; small rates have one digit more.
    public static String percent(double rate) {
        double percent = 100 * rate;
        return form(Math.abs(percent) < 1 ? "%.2f %%" : "%.1f %%", percent);
    }

    public static String percent(Optional<Double> rate) {
        return rate.map(Figures::percent).orElse("–");
    }

    /// `+57.8 pp`
    public static String points(Optional<Double> difference) {
        return difference.map(d -> form("%+.1f pp", 100 * d)).orElse("–");
    }

    /// A share, without digits nobody needs: `10 %`.
    public static String share(double fraction) {
        double percent = Math.round(fraction * 1e6) / 1e4;
        return percent == Math.rint(percent)
                ? form("%.0f %%", percent)
                : form("%s %%", Double.toString(percent));
    }

    /// A step by its share: `10 %`. Where nobody is answered it is a shadow.
    public static String step(double fraction) {
        return fraction == 0 ? "shadow" : share(fraction);
    }

    /// `1,204`
    public static String count(long n) {
        return form("%,d", n);
    }

    /// How many times likelier: `×13,360`.
    public static String times(double evidence) {
        return "×" + (evidence < 1e7 ? form("%,.0f", evidence) : form("%.0e", evidence));
    }

    /// `1.0 KB`
    public static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < 4) {
            size /= 1000;
            unit++;
        }
        return form(unit == 0 ? "%.0f" : "%.1f", size)
                + " "
                + new String[] {"B", "KB", "MB", "GB", "TB"}[unit];
    }

    /// `sha256:6b1f6b1f`
    public static String brief(String digest) {
        return digest.substring(0, Math.min(digest.length(), 15));
    }

    /// `13 s`, `4 min`, `26 h`, `31 d`
    public static String lasting(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    public static String day(Instant at, ZoneId zone) {
        return DAY.format(at.atZone(zone));
    }

    public static String second(Instant at, ZoneId zone) {
        return SECOND.format(at.atZone(zone));
    }

    public static String clock(Instant at, ZoneId zone) {
        return CLOCK.format(at.atZone(zone));
    }

    private static String form(String form, Object value) {
        return String.format(Locale.ROOT, form, value);
    }
}
