package lastgood.cli.release;

import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.CreatedView;

/// What came of `release create`.
final class CreatedScreen {
    private CreatedScreen() {}

    static void draw(Screen screen, String file, CreatedView view) {
        screen.line("From " + file);
        PartsTable.draw(screen, view.parts());
        screen.line();
        screen.line("Checked");
        view.checks().forEach(check -> hanging(screen, Mark.OK, check));
        view.warnings().forEach(warning -> hanging(screen, Mark.NEAR, warning));
        screen.line();
        if (view.created()) {
            screen.line("Created " + named(view));
        } else {
            screen.line("Already there " + named(view) + "   (the same bytes)");
            view.ignored().forEach(what -> hanging(screen, Mark.NEAR, "ignored: " + what));
            if (!view.ignored().isEmpty()) {
                screen.field(
                        "  ",
                        2,
                        "A release keeps what was said when it was made. To have this taken, make a new one: change what serves, if only a word under config.values.");
            }
        }
    }

    private static String named(CreatedView view) {
        return view.service() + " " + view.release() + "   " + Figures.brief(view.digest());
    }

    private static void hanging(Screen screen, Mark mark, String text) {
        var bullet = "  " + screen.mark(mark, "") + " ";
        screen.field(bullet, Text.width(bullet), text);
    }
}
