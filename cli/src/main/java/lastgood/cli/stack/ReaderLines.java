package lastgood.cli.stack;

import java.util.ArrayList;
import java.util.List;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.ReaderView;

/// One line a reader: what it does now, and which versions it was tested with.
final class ReaderLines {
    private final Screen screen;
    private final boolean evidence;

    ReaderLines(Screen screen) {
        this(screen, false);
    }

    /// @param evidence whether to say what they were tested on
    ReaderLines(Screen screen, boolean evidence) {
        this.screen = screen;
        this.evidence = evidence;
    }

    void draw(List<ReaderView> readers, String margin) {
        int width = readers.stream().mapToInt(r -> Text.width(who(r))).max().orElse(0);
        for (var reader : readers) {
            screen.line(
                    margin
                            + mark(reader.role())
                            + " "
                            + Text.padded(who(reader), width)
                            + "  "
                            + what(reader));
            if (evidence) {
                reader.testedOn()
                        .ifPresent(dataset ->
                                screen.line(
                                        margin + " ".repeat(width + 4) + "tested on " + dataset));
            }
        }
    }

    private static String who(ReaderView reader) {
        return reader.service() + " " + reader.release();
    }

    private String mark(String role) {
        return switch (role) {
            case "live" -> screen.mark(Mark.LIVE, "");
            case "candidate" -> screen.mark(Mark.WATCHING, "");
            case "rollback target" -> screen.mark(Mark.BACK, "");
            default -> screen.mark(Mark.NOTHING, "");
        };
    }

    private static String made(ReaderView reader, String reads) {
        return reader.uses()
                .filter(own -> !own.equals(reads))
                .map(own -> " (made with " + own + ")")
                .orElse("");
    }

    private static String what(ReaderView reader) {
        var words = new ArrayList<String>();
        if (!reader.role().isEmpty()) {
            words.add(reader.role());
        }
        words.add(
                reader.reads()
                        .map(version -> "reads " + version + made(reader, version))
                        .orElse("reads none of it"));
        words.add("accepts " + String.join(", ", reader.accepts()));
        return String.join("; ", words);
    }
}
