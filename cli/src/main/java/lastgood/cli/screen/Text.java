package lastgood.cli.screen;

import java.util.ArrayList;
import java.util.List;

/// Text in columns.
public final class Text {
    private static final int WIDE = 0x26D4; // ⛔ takes two places

    private Text() {}

    /// How many places a text takes; colours take none.
    public static int width(String text) {
        var plain = text.replaceAll("\u001b\\[[0-9;]*m", "");
        return plain.codePointCount(0, plain.length())
                + (int) plain.codePoints().filter(c -> c == WIDE).count();
    }

    public static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    /// Cut to `width`, with a sign that something is missing.
    public static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int end = text.offsetByCodePoints(0, Math.max(0, width - 1));
        return text.substring(0, end) + "…";
    }

    /// Broken between words; a word that is too long for a line has its own.
    public static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && width(line + " " + word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /// Without control characters: what a server or a file says may not steer the terminal.
    public static String tame(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /// The same for a whole line of ours, which may have tabs and colours in it.
    static String tameLine(String line) {
        return line.replaceAll("[\\p{Cntrl}&&[^\t\u001b]]|\u001b(?!\\[[0-9;]*m)", " ");
    }

    static String ascii(String text) {
        return text.replace("→", "->")
                .replace("…", "...")
                .replace("–", "-")
                .replace("×", "x")
                .replace("·", ".")
                .replace("█", "#")
                .replace("░", ".");
    }
}
