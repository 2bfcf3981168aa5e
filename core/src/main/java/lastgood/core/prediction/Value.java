package lastgood.core.prediction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import lastgood.core.release.Digest;

/// A predicted value or a label: a whole number, a real number or a text.
///
/// Compared by value: 1 equals 1.0, and `"1"` is a text.
public sealed interface Value {
    record Whole(long number) implements Value {}

    record Real(double number) implements Value {}

    record Text(String text) implements Value {}

    /// A text too long to carry, by the first 16 bytes of its SHA-256.
    record LongText(String hash) implements Value {
        public LongText {
            if (!hash.matches("[0-9a-f]{32}")) {
                throw new IllegalArgumentException("not the first half of a SHA-256: " + hash);
            }
        }

        static LongText of(String text) {
            var digest = Digest.of(text.getBytes(StandardCharsets.UTF_8));
            return new LongText(digest.hex().substring(0, 32));
        }

        static LongText of(byte[] hash) {
            return new LongText(HexFormat.of().formatHex(Arrays.copyOf(hash, 16)));
        }
    }

    /// A text of more bytes than this is known by its hash alone.
    int MOST_TEXT_BYTES = 32;

    /// As it is carried about and kept: of bounded size.
    default Value carried() {
        return this instanceof Text(var text)
                        && text.getBytes(StandardCharsets.UTF_8).length > MOST_TEXT_BYTES
                ? LongText.of(text)
                : this;
    }

    default boolean isText() {
        return this instanceof Text || this instanceof LongText;
    }

    /// Whether a label of that type can be compared with this value at all.
    default boolean comparableWith(Value label) {
        return isText() == label.isText();
    }

    default boolean sameAs(Value label) {
        return switch (this) {
            case Whole(var number) ->
                    switch (label) {
                        case Whole(var other) -> number == other;
                        case Real(var other) -> isWhole(other, number);
                        case Text _, LongText _ -> false;
                    };
            case Real(var number) ->
                    switch (label) {
                        case Whole(var other) -> isWhole(number, other);
                        case Real(var other) -> number == other;
                        case Text _, LongText _ -> false;
                    };
            case Text(var text) ->
                    switch (label) {
                        case Text(var other) -> text.equals(other);
                        case LongText hash -> hash.equals(LongText.of(text));
                        case Whole _, Real _ -> false;
                    };
            case LongText hash ->
                    switch (label) {
                        case Text(var other) -> hash.equals(LongText.of(other));
                        case LongText other -> hash.equals(other);
                        case Whole _, Real _ -> false;
                    };
        };
    }

    /// Exactly equal; 2^63 is a real number, but no whole one.
    private static boolean isWhole(double real, long number) {
        return real < 0x1p63 && (long) real == number && real == (double) number;
    }
}
