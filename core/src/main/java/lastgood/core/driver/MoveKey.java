package lastgood.core.driver;

/// Names one move, so that a move that is asked for twice is made once.
///
/// Whoever carries out a plan makes one key a move and writes it down first: after a crash it asks again with the same.
///
/// @param text letters, digits, `.`, `_`, `:` and `-`, at most 128
public record MoveKey(String text) {
    public MoveKey {
        if (!text.matches("[A-Za-z0-9._:-]{1,128}")) {
            throw new IllegalArgumentException("not a key of a move: '" + text + "'");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
