package lastgood.cli.screen;

import java.util.Optional;

/// One place of a table.
///
/// @param mark before the text
/// @param right whether it is a number, which stands at the right
public record Cell(Optional<Mark> mark, String text, boolean right) {
    public static Cell of(String text) {
        return new Cell(Optional.empty(), text, false);
    }

    public static Cell of(Mark mark, String text) {
        return new Cell(Optional.of(mark), text, false);
    }

    public static Cell number(String text) {
        return new Cell(Optional.empty(), text, true);
    }

    /// A dash where there is nothing.
    public static Cell of(Optional<String> text) {
        return of(text.orElse("–"));
    }
}
