package lastgood.cli.verb;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.cli.Session;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.DrillView;
import lastgood.wire.view.PreflightView;

/// Where a service could go back to, as it was looked at last, and when somebody tried.
final class WaysBack {
    private WaysBack() {}

    /// Those that are open in one line, each of the others with its reasons.
    static List<String> lines(Session session, List<PreflightView> ways) {
        var screen = session.screen();
        var open = ways.stream().filter(PreflightView::ready).toList();
        var closed = ways.stream().filter(way -> !way.ready()).toList();
        var first =
                open.isEmpty()
                        ? List.<String>of()
                        : List.of(
                                screen.mark(
                                        Mark.OK,
                                        open.stream()
                                                        .map(PreflightView::release)
                                                        .collect(Collectors.joining(", "))
                                                + " could serve now, looked at "
                                                + ago(session, open)));
        return Stream.concat(first.stream(), closed.stream().map(way -> closed(screen, way)))
                .toList();
    }

    static Optional<String> drill(Session session, Optional<DrillView> last) {
        return last.map(drill ->
                session.screen()
                                .mark(
                                        drill.result().equals("passed") ? Mark.OK : Mark.TRIPPED,
                                        drill.result())
                        + " "
                        + Figures.lasting(Duration.between(drill.at(), session.now()))
                        + " ago: "
                        + drill.release()
                        + (drill.result().equals("passed")
                                ? String.format(Locale.ROOT, " in %.2f s", drill.tookMs() / 1000)
                                : "")
                        + ", "
                        + drill.drill());
    }

    private static String closed(Screen screen, PreflightView way) {
        return screen.mark(Mark.NEAR, way.release() + ": " + String.join("; ", way.reasons()));
    }

    private static String ago(Session session, List<PreflightView> ways) {
        var oldest = ways.stream().map(PreflightView::checkedAt).min(Comparator.naturalOrder());
        return Figures.lasting(Duration.between(oldest.orElseThrow(), session.now())) + " ago";
    }
}
