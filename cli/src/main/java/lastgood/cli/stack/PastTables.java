package lastgood.cli.stack;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.ComponentHistoryView.Moved;
import lastgood.wire.view.ComponentHistoryView.Reader;
import lastgood.wire.view.ComponentHistoryView.Turn;

/// What was live of a component, and who read it.
record PastTables(Screen screen, ZoneId zone) {
    private static final List<String> TURNS =
            List.of("WHEN", "VERSION", "FROM", "HOW", "MOVE", "BY");
    private static final List<String> READS =
            List.of("SERVICE", "RELEASE", "READ", "FROM", "UNTIL");

    void turns(List<Turn> turns) {
        if (!turns.isEmpty()) {
            screen.table(
                    TURNS,
                    turns.stream().map(this::row).toList(),
                    turns.stream().map(PastTables::remark).toList());
        }
    }

    void reads(List<Reader> reads) {
        if (!reads.isEmpty()) {
            screen.table(READS, reads.stream().map(this::row).toList());
            unknown(reads);
        }
    }

    /// Programs find the mark in the row.
    private void unknown(List<Reader> reads) {
        if (screen.look().terminal()) {
            reads.stream()
                    .flatMap(read ->
                            read.note().stream().map(why -> "? " + read.service() + ": " + why))
                    .distinct()
                    .forEach(note ->
                            Text.wrapped(note, Screen.WIDTH - 2)
                                    .forEach(line -> screen.line("  " + line)));
        }
    }

    private List<Cell> row(Turn turn) {
        return List.of(
                Cell.of(second(turn.at())),
                Cell.of(turn.version()),
                Cell.of(turn.from().filter(from -> !turn.version().equals(turn.from()))),
                Cell.of(turn.how()),
                Cell.of(turn.move().map(Object::toString)),
                Cell.of(turn.by()));
    }

    private static String remark(Turn turn) {
        return turn.why()
                + (turn.services().isEmpty() ? "" : " (")
                + turn.services().stream().map(PastTables::moved).collect(Collectors.joining(", "))
                + (turn.services().isEmpty() ? "" : ")");
    }

    private static String moved(Moved moved) {
        var to = moved.to().orElse("nothing");
        if (moved.how().equals("stayed")) {
            return moved.service() + " stayed on " + to;
        }
        return moved.service() + " " + moved.from().map(from -> from + " → ").orElse("") + to;
    }

    private List<Cell> row(Reader read) {
        return List.of(
                Cell.of(read.service()),
                Cell.of(read.release() + (read.role().equals("candidate") ? " tried" : "")),
                Cell.of(read.version().orElse("?")),
                Cell.of(second(read.from())),
                Cell.of(read.until().map(this::second).orElse("now")));
    }

    private String second(Instant moment) {
        return Figures.second(moment, zone);
    }
}
