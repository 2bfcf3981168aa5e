package lastgood.cli.release;

import java.util.List;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.PartView;

/// The six parts of a release, a line each.
public final class PartsTable {
    private static final int PART = 15;
    private static final int WHAT = 22;
    private static final int SIZE = 8;

    private PartsTable() {}

    public static void draw(Screen screen, List<PartView> parts) {
        for (var part : parts) {
            var label = "  " + part.part();
            if (part.digest().isEmpty()) {
                screen.field(label, PART + 2, Text.tame(part.what()) + note(part));
            } else {
                screen.line(Text.cut(Text.padded(label, PART + 2) + file(part), Screen.WIDTH));
            }
        }
    }

    private static String file(PartView part) {
        return Text.padded(Text.tame(part.what()), WHAT)
                + Text.right(part.size().map(Figures::size).orElse(""), SIZE)
                + part.digest().map(d -> "  " + Figures.brief(d)).orElse("")
                + note(part);
    }

    private static String note(PartView part) {
        return part.note().isEmpty() ? "" : "  " + Text.tame(part.note());
    }
}
