package lastgood.gateway.running.tensor;

import java.math.BigInteger;
import java.util.Locale;
import lastgood.core.release.Datatype;

/// Values as people and their tools write them in a table.
final class Written {
    /// Longer than any number that means something, and short enough to be read at once.
    private static final int MOST_DIGITS = 1000;

    private Written() {}

    /// As Java reads it; empty: it is missing.
    static String real(String text, Datatype datatype) throws BadData {
        var said = text.strip();
        if (isReal(said)) {
            return said;
        }
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "", "nan" -> "";
            case "inf", "+inf", "infinity", "+infinity" -> "Infinity";
            case "-inf", "-infinity" -> "-Infinity";
            default -> throw mistake(text, datatype, "numbers");
        };
    }

    static boolean isInfinite(String said) {
        return said.endsWith("Infinity");
    }

    static BigInteger whole(String text, Datatype datatype) throws BadData {
        var said = text.strip();
        int from = sign(said);
        if (said.length() > MOST_DIGITS
                || from == said.length()
                || digits(said, from) < said.length()) {
            throw mistake(text, datatype, "whole numbers");
        }
        return new BigInteger(said);
    }

    static long bit(String text) throws BadData {
        return switch (text.strip()) {
            case "true", "True", "TRUE" -> 1;
            case "false", "False", "FALSE" -> 0;
            default -> throw new BadData("BOOL takes true and false, got " + quoted(text));
        };
    }

    /// A sign, digits around a point, an exponent. Java would take more: `1f`, `0x1p3`.
    private static boolean isReal(String said) {
        int start = sign(said);
        int at = digits(said, start);
        int digits = at - start;
        if (at < said.length() && said.charAt(at) == '.') {
            int end = digits(said, at + 1);
            digits += end - at - 1;
            at = end;
        }
        if (digits > 0 && at < said.length() && (said.charAt(at) | ' ') == 'e') {
            int exponent = at + 1 + sign(said.substring(at + 1));
            at = digits(said, exponent);
            digits = at - exponent;
        }
        return digits > 0 && at == said.length() && at <= MOST_DIGITS;
    }

    /// Where the digits end that begin there.
    private static int digits(String said, int from) {
        int at = from;
        while (at < said.length() && said.charAt(at) >= '0' && said.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static int sign(String said) {
        return said.startsWith("-") || said.startsWith("+") ? 1 : 0;
    }

    private static BadData mistake(String text, Datatype datatype, String what) {
        return new BadData(datatype + " takes " + what + ", got " + quoted(text));
    }

    private static String quoted(String text) {
        return text.isEmpty()
                ? "nothing"
                : "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
    }
}
