package lastgood.wire.file;

import java.util.Arrays;
import java.util.Optional;

/// Where a file lies, seen from the file that names it. It never leaves that folder.
///
/// @param text names joined by `/`; no `..`, no leading `/`, no backslash, no colon, no control character
public record RelativePath(String text) implements Comparable<RelativePath> {
    private static final int LONGEST = 400;

    public RelativePath {
        if (!isPlain(text)) {
            throw new IllegalArgumentException("not a plain relative path: '" + text + "'");
        }
    }

    public static Optional<RelativePath> parse(String text) {
        return isPlain(text) ? Optional.of(new RelativePath(text)) : Optional.empty();
    }

    private static boolean isPlain(String text) {
        return text.length() <= LONGEST
                && text.chars().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))
                && Arrays.stream(text.split("/", -1))
                        .noneMatch(n -> n.isBlank() || n.equals(".") || n.equals(".."));
    }

    @Override
    public int compareTo(RelativePath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
