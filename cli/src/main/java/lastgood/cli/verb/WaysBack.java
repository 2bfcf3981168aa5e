package lastgood.cli.verb;

import java.time.Duration;
import java.util.ArrayList;
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
import lastgood.wire.view.PlanView;
import lastgood.wire.view.PreflightView;
import lastgood.wire.view.StatusView;

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

    /// Where there is something to go back to and nobody ever tried, that.
    static Optional<String> drill(Session session, StatusView view) {
        if (view.lastDrill().isPresent()) {
            return view.lastDrill().map(drill -> told(session, drill));
        }
        boolean somewhere = view.rollbackTo().isPresent() || view.lastGood().isPresent();
        return somewhere
                ? Optional.of(
                        session.screen()
                                .mark(Mark.NEAR, "never: lastgood drill run " + view.service()))
                : Optional.empty();
    }

    /// When the target of a plan was tried, and how long that took. Nothing where nothing goes anywhere.
    static List<String> rehearsed(Session session, String service, PlanView plan) {
        var target = plan.target();
        if (target.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        plan.lastDrill()
                .filter(drill -> !isPassed(drill))
                .ifPresent(drill -> lines.add(told(session, drill)));
        lines.add(
                plan.rehearsed()
                        .map(drill -> told(session, drill))
                        .orElseGet(() ->
                                session.screen()
                                        .mark(
                                                Mark.NEAR,
                                                target.get()
                                                        + " never passed one: lastgood drill run "
                                                        + service)));
        return lines;
    }

    private static String told(Session session, DrillView drill) {
        return session.screen().mark(isPassed(drill) ? Mark.OK : Mark.TRIPPED, drill.result())
                + " "
                + Figures.lasting(Duration.between(drill.at(), session.now()))
                + " ago: "
                + drill.release()
                + (isPassed(drill)
                        ? String.format(Locale.ROOT, " in %.2f s", drill.tookMs() / 1000)
                        : "")
                + ", "
                + drill.drill();
    }

    private static boolean isPassed(DrillView drill) {
        return drill.result().equals("passed");
    }

    private static String closed(Screen screen, PreflightView way) {
        return screen.mark(Mark.NEAR, way.release() + ": " + String.join("; ", way.reasons()));
    }

    private static String ago(Session session, List<PreflightView> ways) {
        var oldest = ways.stream().map(PreflightView::checkedAt).min(Comparator.naturalOrder());
        return Figures.lasting(Duration.between(oldest.orElseThrow(), session.now())) + " ago";
    }
}
