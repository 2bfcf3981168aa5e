package lastgood.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a word of a fixed set, as it is typed: in lower case.
final class Words<E extends Enum<E>> implements ITypeConverter<E> {
    private final E[] words;

    Words(E[] words) {
        this.words = words.clone();
    }

    @Override
    public E convert(String typed) {
        return Arrays.stream(words)
                .filter(word -> text(word).equals(typed))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'"
                                        + typed
                                        + "' is none of "
                                        + String.join(
                                                ", ",
                                                Arrays.stream(words).map(Words::text).toList())));
    }

    private static String text(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
