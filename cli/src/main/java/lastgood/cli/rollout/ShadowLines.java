package lastgood.cli.rollout;

import java.util.Locale;
import java.util.Optional;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.ShadowView;

/// What a candidate said in shadow beside live.
final class ShadowLines {
    private ShadowLines() {}

    static void draw(Screen screen, ShadowView view) {
        screen.line();
        screen.line(
                "  "
                        + view.until()
                        + ": "
                        + Figures.count(view.answers())
                        + " answers compared"
                        + view.same()
                                .map(s -> ", " + Figures.percent(s) + " of predictions the same")
                                .orElse(""));
        view.meanShift()
                .ifPresent(mean ->
                        screen.line(
                                "  score shift "
                                        + number(mean)
                                        + " on average, "
                                        + view.mostShift().map(ShadowLines::number).orElse("–")
                                        + " at most"));
        view.meanMillis()
                .ifPresent(mean ->
                        screen.line(
                                "  "
                                        + millis(Optional.of(mean))
                                        + " on average, live "
                                        + millis(view.liveMeanMillis())));
        if (view.failed() + view.liveFailed() + view.neither() > 0) {
            screen.line(
                    "  failed: "
                            + Figures.count(view.failed())
                            + " where live answered, "
                            + Figures.count(view.liveFailed())
                            + " of live where it answered, "
                            + Figures.count(view.neither())
                            + " of both");
        }
        if (view.left() > 0) {
            screen.line("  not copied for want of room: " + Figures.count(view.left()));
        }
    }

    private static String number(double shift) {
        return String.format(Locale.ROOT, "%.3g", shift);
    }

    private static String millis(Optional<Double> millis) {
        return millis.map(m -> String.format(Locale.ROOT, "%.1f ms", m)).orElse("–");
    }
}
