package lastgood.gateway.running.tensor;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import lastgood.core.release.Datatype;

/// Values as people and their tools write them in a table.
final class Written {
    /// Longer than any number that means something, and short enough to be read at once.
    private static final int MOST_DIGITS = 1000;

    private static final Pattern REAL =
            Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

    private Written() {}

    /// As Java reads it; empty: it is missing.
    static String real(String text, Datatype datatype) throws BadData {
        var said = text.strip();
        if (said.isEmpty() || said.equalsIgnoreCase("nan")) {
            return "";
        }
        var infinite = said.replaceFirst("^[+-]", "").toLowerCase(Locale.ROOT);
        if (infinite.equals("inf") || infinite.equals("infinity")) {
            return said.startsWith("-") ? "-Infinity" : "Infinity";
        }
        must(
                said.length() <= MOST_DIGITS && REAL.matcher(said).matches(),
                text,
                datatype,
                "numbers");
        return said;
    }

    static boolean isInfinite(String said) {
        return said.endsWith("Infinity");
    }

    static BigInteger whole(String text, Datatype datatype) throws BadData {
        var said = text.strip();
        must(
                said.length() <= MOST_DIGITS && WHOLE.matcher(said).matches(),
                text,
                datatype,
                "whole numbers");
        return new BigInteger(said);
    }

    static long bit(String text) throws BadData {
        return switch (text.strip()) {
            case "true", "True", "TRUE" -> 1;
            case "false", "False", "FALSE" -> 0;
            default -> throw new BadData("BOOL takes true and false, got " + quoted(text));
        };
    }

    private static void must(boolean holds, String text, Datatype datatype, String what)
            throws BadData {
        if (!holds) {
            throw new BadData(datatype + " takes " + what + ", got " + quoted(text));
        }
    }

    private static String quoted(String text) {
        return text.isEmpty()
                ? "nothing"
                : "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
    }
}
