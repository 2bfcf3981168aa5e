package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Guard;

/// Reads a guard's long form: the line in two parts, and what usually goes without saying.
final class LongGuard {
    private LongGuard() {}

    static Optional<Guard> read(Item item) {
        var section = item.section("a guard");
        var name = section.need("name", Form.TEXT);
        var metric = section.need("metric", Form.TEXT);
        var expect = section.need("expect", Form.TEXT.as("a bound such as <= baseline + 2%"));
        var minSamples = section.may("minSamples", Form.whole(1, 1_000_000_000));
        var method = section.item("method").flatMap(LongGuard::method);
        word(section, "onNoData", "pause", "rollback");
        word(section, "onTrip", "rollback", "pause", "alert");
        for (var key : List.of("alpha", "segment", "segments", "source", "consecutive", "labels")) {
            section.later(key, "");
        }
        section.done();
        if (name.isEmpty() || metric.isEmpty() || expect.isEmpty()) {
            return Optional.empty();
        }
        return GuardItems.parse(item, metric.get() + " " + expect.get())
                .filter(guard -> fits(item, method, guard))
                .map(guard ->
                        new Guard(
                                name.get(),
                                guard.metric(),
                                guard.bound(),
                                guard.strict(),
                                minSamples.map(Long::intValue).orElse(Guard.MIN_SAMPLES),
                                false));
    }

    private static Optional<String> method(Item item) {
        if (item.says("window")) {
            item.later("method window", "only sequential and threshold");
            return Optional.empty();
        }
        return item.as(Form.word(List.of("sequential", "threshold"), m -> m));
    }

    private static boolean fits(Item item, Optional<String> method, Guard guard) {
        boolean wrong =
                method.filter("threshold"::equals).isPresent() && guard.bound().needsBaseline();
        if (wrong) {
            item.complain(
                    "method threshold compares with a fixed limit, and this bound is a baseline",
                    "method: sequential");
        }
        return !wrong;
    }

    /// A choice of which this version knows only the first.
    private static void word(Section section, String key, String now, String... later) {
        section.item(key)
                .ifPresent(item -> {
                    if (item.scalar().filter(List.of(later)::contains).isPresent()) {
                        item.later(
                                "'" + key + ": " + item.scalar().orElse("") + "'", "only " + now);
                    } else {
                        item.as(Form.word(List.of(now), w -> w));
                    }
                });
    }
}
