package lastgood.cli.verb;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import lastgood.cli.Refusal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.wire.file.Durations;

/// A moment in the past, as somebody in the middle of an incident would type it.
///
/// @param now what "today" and "ago" are counted from
/// @param zone of what is typed without one: the zone in which screens show times
public record Moments(Instant now, ZoneId zone) {

    /// `2026-11-23T02:14:07Z`, `2026-11-23 02:14`, `02:14` (the last one there was), or `2h` ago.
    public Instant read(String text) {
        return read("--at", text);
    }

    /// @param option for which it was typed
    public Instant read(String option, String text) {
        return instant(text)
                .or(() -> dateTime(text))
                .or(() -> time(text))
                .or(() -> Durations.parse(text).map(now::minus))
                .orElseThrow(() ->
                        new Refusal(
                                Problem.of(Code.WRONG_USAGE, "'" + text + "' is no moment.")
                                        .because(
                                                option
                                                        + " takes '2026-11-23 02:14:07', 02:14, 2h for two"
                                                        + " hours ago, or 2026-11-23T02:14:07Z")));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Instant> dateTime(String text) {
        try {
            var typed = LocalDateTime.parse(text.strip().replaceFirst(" +", "T"));
            return Optional.of(typed.atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Instant> time(String text) {
        try {
            var today = now.atZone(zone).toLocalDate().atTime(LocalTime.parse(text)).atZone(zone);
            boolean isYetToCome = today.toInstant().isAfter(now);
            return Optional.of((isYetToCome ? today.minusDays(1) : today).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
