package lastgood.server.soak;

import java.util.List;

/// What a soak came to.
///
/// @param text one block: what was done, what was measured, what failed
/// @param failures each a sentence; empty: every promise was kept
public record Report(String text, List<String> failures) {
    private static final int SHOWN = 20;

    public Report {
        failures = List.copyOf(failures);
    }

    public static Report of(String figures, List<String> failures) {
        var text = new StringBuilder(figures.stripTrailing()).append('\n');
        failures.stream().limit(SHOWN).forEach(f -> text.append("  ✖ ").append(f).append('\n'));
        if (failures.size() > SHOWN) {
            text.append("  … and ").append(failures.size() - SHOWN).append(" more\n");
        }
        text.append(
                failures.isEmpty()
                        ? "  ✔ every promise was kept"
                        : "  ✖ " + failures.size() + " failures");
        return new Report(text.toString(), failures);
    }
}
