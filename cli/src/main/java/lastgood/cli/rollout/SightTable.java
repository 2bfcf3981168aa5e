package lastgood.cli.rollout;

import java.time.Duration;
import java.util.List;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.SightView;

/// What each step can see at this traffic: a small rollout cannot see a small harm, and says so beforehand.
public final class SightTable {
    private static final List<String> HEAD =
            List.of("step", "sees", "if the candidate is", "at", "needs", "expects", "takes");

    private SightTable() {}

    public static void draw(Screen screen, List<SightView> sights) {
        if (sights.isEmpty()) {
            return;
        }
        screen.line();
        screen.line("What each step can see, by the number of its requests");
        screen.grid(HEAD, sights.stream().map(SightTable::row).toList());
    }

    private static List<Cell> row(SightView sight) {
        return List.of(
                Cell.of(sight.step() + " (" + Figures.step(sight.share()) + ")"),
                seen(sight),
                Cell.of(harm(sight)),
                Cell.of(Figures.percent(sight.assumed())),
                Cell.of(sight.needs().map(Figures::count).orElse("inside bound")),
                Cell.of(sight.expected().map(Figures::count).orElse("–")),
                Cell.of(sight.seconds().map(SightTable::lasting).orElse("–")));
    }

    private static String lasting(double seconds) {
        return Figures.lasting(Duration.ofSeconds((long) Math.ceil(seconds)));
    }

    private static Cell seen(SightView sight) {
        if (sight.seen()) {
            return Cell.of(Mark.OK, "yes");
        }
        return sight.expected().isEmpty() && sight.needs().isPresent()
                ? Cell.of(Mark.BLIND, "unknown")
                : Cell.of(Mark.NEAR, "no");
    }

    /// `wrong ×4`
    private static String harm(SightView sight) {
        var what =
                switch (sight.metric()) {
                    case "quality.error_rate", "quality.accuracy" -> "wrong";
                    case "http.error_rate" -> "failing";
                    case "features.invalid" -> "fed invalid values";
                    default -> "slow (" + sight.metric() + ")";
                };
        return what + " ×" + Math.round(sight.factor());
    }
}
