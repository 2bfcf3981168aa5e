package lastgood.cli.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import lastgood.cli.Session;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.GuardTable;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.RolloutView;

/// One rollout: who gets what share, how far it is, and what its guards say.
public final class RolloutScreen {
    private static final int BAR = 20;

    private RolloutScreen() {}

    public static void draw(Session session, RolloutView view) {
        var screen = session.screen();
        screen.line(head(session, view));
        if (view.end().isEmpty()) {
            shares(screen, view);
        }
        screen.line();
        screen.line("  steps  " + steps(screen, view));
        view.audience().forEach(of -> screen.line("  " + Text.tame(of)));
        paragraph(screen, "the next step waits", view.waits());
        if (!view.guards().isEmpty()) {
            screen.line();
            GuardTable.draw(screen, view.guards(), isShadow(view));
        }
        view.shadow().ifPresent(shadow -> ShadowLines.draw(screen, shadow));
        paragraph(screen, "promoted", view.promoted());
        end(session, view);
    }

    /// `◌ canary`
    public static String state(Screen screen, RolloutView view) {
        return screen.mark(mark(view), view.state());
    }

    /// Whether its step is a shadow, paused or not.
    static boolean isShadow(RolloutView view) {
        return view.end().isEmpty() && view.steps().get(view.step() - 1) == 0;
    }

    static Mark mark(RolloutView view) {
        return switch (view.state()) {
            case "paused" -> Mark.PAUSED;
            case "good" -> Mark.OK;
            case "returned", "stopped" -> Mark.BACK;
            case "stuck" -> Mark.TRIPPED;
            default -> Mark.WATCHING;
        };
    }

    private static String head(Session session, RolloutView view) {
        var head =
                view.service()
                        + "   rollout "
                        + view.rollout()
                        + " of "
                        + view.release()
                        + "   "
                        + state(session.screen(), view)
                        + view.why().map(w -> " (" + w + ")").orElse("");
        if (view.end().isEmpty()) {
            head += "   step " + view.step() + " of " + view.steps().size();
            head +=
                    view.until()
                            .map(until -> Duration.between(session.now(), until))
                            .filter(Duration::isPositive)
                            .map(left -> "   " + Figures.lasting(left) + " to go")
                            .orElse("");
        }
        return head;
    }

    private static void shares(Screen screen, RolloutView view) {
        var mark = view.share() == 1 ? Mark.LIVE : Mark.WATCHING;
        view.origin()
                .ifPresent(origin ->
                        screen.line(share(screen, Mark.LIVE, origin, "origin", 1 - view.share())));
        screen.line(
                share(
                        screen,
                        mark,
                        view.release(),
                        view.share() == 1 ? "live" : "candidate",
                        view.share()));
    }

    private static String share(
            Screen screen, Mark mark, String release, String role, double share) {
        int full = (int) Math.round(share * BAR);
        return "  "
                + screen.mark(mark, Text.padded(release, 5) + Text.padded(role, 10))
                + Text.right(Figures.share(share), 7)
                + " "
                + "█".repeat(full)
                + "░".repeat(BAR - full);
    }

    private static String steps(Screen screen, RolloutView view) {
        var steps = new ArrayList<String>();
        for (int i = 0; i < view.steps().size(); i++) {
            var share = Figures.step(view.steps().get(i));
            boolean over = i + 1 < view.step() || view.state().equals("good");
            boolean now = i + 1 == view.step();
            steps.add(
                    over
                            ? screen.mark(Mark.OK, share)
                            : now ? screen.mark(mark(view), share) : "· " + share);
        }
        return String.join("   ", steps);
    }

    private static void paragraph(Screen screen, String of, Optional<String> said) {
        said.ifPresent(text -> {
            screen.line();
            Text.wrapped(of + ": " + Text.tame(text), Screen.WIDTH - 2)
                    .forEach(l -> screen.line("  " + l));
        });
    }

    private static void end(Session session, RolloutView view) {
        view.end()
                .ifPresent(end -> {
                    session.screen().line();
                    session.screen()
                            .line(
                                    state(session.screen(), view)
                                            + " at "
                                            + Figures.second(end.at(), session.environment().zone())
                                            + " by "
                                            + end.by());
                    Text.wrapped(Text.tame(end.why()), Screen.WIDTH - 2)
                            .forEach(l -> session.screen().line("  " + l));
                });
    }
}
