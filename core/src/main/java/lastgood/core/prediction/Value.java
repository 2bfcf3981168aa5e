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
        static LongText of(String text) {
            var digest = Digest.of(text.getBytes(StandardCharsets.UTF_8));
            return new LongText(digest.hex().substring(0, 32));
        }

        static LongText of(byte[] hash) {
            return new LongText(HexFormat.of().formatHex(Arrays.copyOf(hash, 16)));
        }
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
                    label instanceof Whole(var other)
                            ? number == other
                            : label instanceof Real(var real)
                                    && real == number
                                    && (long) real == number;
            case Real(var number) ->
                    label instanceof Real(var other)
                            ? number == other
                            : label instanceof Whole(var whole)
                                    && number == whole
                                    && (long) number == whole;
            case Text(var text) ->
                    label instanceof Text(var other)
                            ? text.equals(other)
                            : label instanceof LongText hash && hash.equals(LongText.of(text));
            case LongText hash ->
                    label instanceof Text(var other)
                            ? hash.equals(LongText.of(other))
                            : hash.equals(label);
        };
    }
}
