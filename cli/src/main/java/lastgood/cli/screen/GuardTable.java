package lastgood.cli.screen;

import java.util.List;
import lastgood.core.guard.PairCount;
import lastgood.wire.view.GuardView;

/// Guards in a table: verdict, numbers, bound, and how many units they rest on.
public final class GuardTable {
    private static final List<String> HEAD =
            List.of("", "guard", "candidate", "baseline", "difference", "bound", "n");

    private GuardTable() {}

    public static void draw(Screen screen, List<GuardView> guards) {
        draw(screen, guards, false);
    }

    /// @param shadow whether the candidate is in shadow, where what nobody labels is left out
    public static void draw(Screen screen, List<GuardView> guards, boolean shadow) {
        screen.grid(HEAD, guards.stream().map(guard -> row(guard, shadow)).toList());
        for (var guard : guards) {
            guard.why()
                    .ifPresent(why ->
                            screen.line(
                                    screen.mark(mark(guard), name(guard)) + ": " + Text.tame(why)));
            guard.pairs()
                    .map(pairs -> screen.mark(mark(guard), name(guard)) + ": " + paired(pairs))
                    .ifPresent(text -> {
                        var lines = Text.wrapped(text, Screen.WIDTH - 2);
                        screen.line(lines.getFirst());
                        lines.stream().skip(1).forEach(more -> screen.line("  " + more));
                    });
        }
    }

    /// `in shadow, of 21 labelled pairs that differ, 11 against the candidate (217 labelled)`
    public static String paired(GuardView.Pairs pairs) {
        return new PairCount(pairs.labelled(), pairs.against(), pairs.differ() - pairs.against())
                .text();
    }

    /// The metric; a guard that somebody gave a name is called by it.
    public static String name(GuardView guard) {
        return guard.guard().startsWith(guard.metric()) ? guard.metric() : guard.guard();
    }

    public static Mark mark(GuardView guard) {
        if (guard.near()) {
            return Mark.NEAR;
        }
        return switch (guard.verdict()) {
            case "ok" -> Mark.OK;
            case "tripped" -> Mark.TRIPPED;
            case "blind" -> Mark.BLIND;
            case "notApplicable" -> Mark.NOTHING;
            default -> Mark.WATCHING;
        };
    }

    /// The word that stands beside the mark.
    public static String word(GuardView guard) {
        return word(guard, false);
    }

    /// @param shadow whether the candidate is in shadow
    public static String word(GuardView guard, boolean shadow) {
        if (guard.near()) {
            return "near bound";
        }
        return switch (guard.verdict()) {
            case "blind" -> "no data";
            case "notApplicable" -> shadow ? "no labels" : "no baseline";
            default -> guard.verdict();
        };
    }

    private static List<Cell> row(GuardView guard, boolean shadow) {
        return List.of(
                Cell.of(mark(guard), word(guard, shadow)),
                Cell.of(name(guard)),
                Cell.number(Figures.percent(guard.candidate())),
                Cell.number(Figures.percent(guard.baseline())),
                Cell.number(Figures.points(guard.difference())),
                Cell.number(Figures.percent(guard.bound())),
                Cell.number(Figures.count(guard.n())));
    }
}
