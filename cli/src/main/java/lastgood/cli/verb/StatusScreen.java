package lastgood.cli.verb;

import java.util.List;
import java.util.Optional;
import lastgood.cli.Session;
import lastgood.cli.rollout.RolloutScreen;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.HeldView;
import lastgood.wire.view.MlflowView;
import lastgood.wire.view.StatusView;

/// Where one service stands.
final class StatusScreen {
    private static final int LABEL = 16;

    private StatusScreen() {}

    static void draw(Session session, StatusView view) {
        var screen = session.screen();
        screen.line(
                view.service()
                        + "   "
                        + screen.mark(mark(view), view.state())
                        + view.live().map(l -> " on " + l).orElse(""));
        view.why().ifPresent(why -> field(screen, "why", why));
        field(screen, "live", view.live().map(l -> l + rest(view)).orElse("–"));
        field(screen, "last good", view.lastGood().orElse("– " + in(view.lastGoodReason())));
        field(screen, "roll back to", view.rollbackTo().orElse("–"));
        view.candidate()
                .ifPresent(c ->
                        field(
                                screen,
                                "candidate",
                                c + "  " + Figures.share(view.candidateShare())));
        ready(screen, view.readiness());
        waysBack(session, view);
        view.held().forEach(held -> field(screen, "held", held(session, held)));
        Unrecorded.text(screen, view.unrecorded(), view.restartUndoes())
                .ifPresent(text -> field(screen, "unrecorded", text));
        view.mlflow().ifPresent(mlflow -> field(screen, "mlflow", aliases(screen, mlflow)));
        view.rollout()
                .ifPresent(rollout -> {
                    screen.line();
                    RolloutScreen.draw(session, rollout);
                });
    }

    private static void waysBack(Session session, StatusView view) {
        var lines = WaysBack.lines(session, view.preflight());
        for (int i = 0; i < lines.size(); i++) {
            field(session.screen(), i == 0 ? "pre-flight" : "", lines.get(i));
        }
        WaysBack.drill(session, view)
                .ifPresent(text -> field(session.screen(), "last drill", text));
    }

    static Mark mark(StatusView view) {
        return switch (view.state()) {
            case "steady" -> Mark.LIVE;
            case "shadow", "canary", "baking" -> Mark.WATCHING;
            case "paused" -> Mark.PAUSED;
            case "returning" -> Mark.BACK;
            case "stuck" -> Mark.TRIPPED;
            default -> Mark.NOTHING;
        };
    }

    private static String rest(StatusView view) {
        return "  " + Figures.share(1 - view.candidateShare());
    }

    private static String in(Optional<String> reason) {
        return reason.map(r -> "(" + r + ")").orElse("");
    }

    private static void ready(Screen screen, StatusView.Readiness readiness) {
        if (readiness.ready()) {
            field(screen, "ready", screen.mark(Mark.OK, "loaded, warm and verified"));
            return;
        }
        List<String> reasons = readiness.reasons();
        field(
                screen,
                "ready",
                screen.mark(
                        Mark.NEAR, "no" + (reasons.isEmpty() ? "" : ": " + reasons.getFirst())));
        reasons.stream().skip(1).forEach(reason -> field(screen, "", "  " + reason));
    }

    private static String aliases(Screen screen, MlflowView view) {
        var stands =
                "champion "
                        + view.champion().orElse("–")
                        + ", last-good "
                        + view.lastGood().orElse("–");
        return view.problem()
                .map(problem ->
                        screen.mark(Mark.NEAR, "behind, tried again: " + problem)
                                + " (it said last: "
                                + stands
                                + ")")
                .orElseGet(() -> screen.mark(Mark.OK, stands));
    }

    private static String held(Session session, HeldView held) {
        return session.screen().mark(Mark.HELD, held.release())
                + "  "
                + Figures.day(held.at(), session.environment().zone())
                + "  "
                + held.by()
                + ": "
                + held.reason();
    }

    private static void field(Screen screen, String label, String value) {
        screen.field("  " + label, LABEL, value);
    }
}
