package lastgood.cli.readiness;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lastgood.cli.Session;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.DrillView;
import lastgood.wire.view.StepView;

/// One drill, step by step.
final class DrillScreen {
    private static final int NAME = 15;
    private static final int FOUND = 63;
    private static final int TIME = 12;

    private DrillScreen() {}

    static void draw(Session session, DrillView view) {
        var screen = session.screen();
        screen.line(
                "Drill "
                        + view.drill()
                        + "  "
                        + view.service()
                        + "  back to "
                        + view.release()
                        + "  ("
                        + view.mode()
                        + ": no traffic is touched)");
        screen.line(Figures.second(view.at(), session.environment().zone()) + "  by " + view.by());
        screen.line();
        view.steps().forEach(step -> step(screen, step));
        screen.line();
        screen.field(
                "  took",
                NAME + 2,
                seconds(view.tookMs()) + " in all; nothing had to be detected or switched");
        view.evidence()
                .ifPresent(digest -> {
                    screen.field("  evidence", NAME + 2, "DATA/drills/" + view.drill() + ".json");
                    screen.line("  " + digest);
                });
        screen.line();
        screen.line(
                screen.mark(
                        mark(view.result()),
                        view.result().equals("passed")
                                ? "The way back works."
                                : "The way back does not work."));
    }

    static Mark mark(String result) {
        return switch (result) {
            case "passed" -> Mark.OK;
            case "failed" -> Mark.TRIPPED;
            default -> Mark.NOTHING;
        };
    }

    static String seconds(double millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }

    private static void step(Screen screen, StepView step) {
        List<String> lines = Text.wrapped(step.found(), FOUND - NAME - 2);
        for (int i = 0; i < lines.size(); i++) {
            var name = i == 0 ? "  " + screen.mark(mark(step.result()), name(step.step())) : "";
            var time = i == 0 ? millis(step.ms()) : "";
            screen.line(
                    (Text.padded(Text.padded(name, NAME + 2) + lines.get(i), FOUND)
                                    + Text.right(time, TIME))
                            .stripTrailing());
        }
    }

    private static String name(String step) {
        return step.equals("golden") ? "golden rows" : step;
    }

    private static String millis(Optional<Double> ms) {
        return ms.map(m -> String.format(Locale.ROOT, "%.1f ms", m)).orElse("–");
    }
}
