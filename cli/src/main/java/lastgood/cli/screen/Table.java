package lastgood.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rows and columns. The last column is cut where a terminal ends.
final class Table {
    private static final String GAP = "  ";
    private static final String REMARK = "    ";

    private final List<String> head;
    private final List<List<Cell>> rows;
    private final List<String> remarks;

    /// @param remarks one to each row, or none at all
    Table(List<String> head, List<List<Cell>> rows, List<String> remarks) {
        this.head = head;
        this.rows = rows;
        this.remarks = remarks;
    }

    List<String> lines(Look look) {
        return look.terminal() ? aligned(look) : separated();
    }

    private List<String> separated() {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> Stream.concat(rows.get(i).stream().map(Cell::text), remark(i)))
                .map(texts -> String.join("\t", texts.map(Text::tame).toList()))
                .toList();
    }

    List<String> aligned(Look look) {
        var widths = IntStream.range(0, head.size()).map(i -> width(i, look)).toArray();
        var lines = new ArrayList<String>();
        lines.add(line(headCells(), widths, look));
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line(rows.get(i), widths, look));
            remark(i)
                    .map(Text::tame)
                    .filter(r -> !r.isBlank())
                    .flatMap(r -> Text.wrapped(r, Screen.WIDTH - REMARK.length()).stream())
                    .forEach(r -> lines.add(REMARK + r));
        }
        return lines;
    }

    private Stream<String> remark(int row) {
        return remarks.isEmpty() ? Stream.empty() : Stream.of(remarks.get(row));
    }

    private List<Cell> headCells() {
        return IntStream.range(0, head.size())
                .mapToObj(i -> new Cell(java.util.Optional.empty(), head.get(i), isRight(i)))
                .toList();
    }

    private boolean isRight(int column) {
        return !rows.isEmpty() && rows.getFirst().get(column).right();
    }

    private int width(int column, Look look) {
        return Math.max(
                Text.width(head.get(column)),
                rows.stream()
                        .mapToInt(row -> Text.width(shown(row.get(column), look)))
                        .max()
                        .orElse(0));
    }

    private static String line(List<Cell> row, int[] widths, Look look) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            var cell = row.get(i);
            var text = shown(cell, look);
            boolean last = i == row.size() - 1;
            if (last) {
                text = Text.cut(text, Math.max(8, Screen.WIDTH - Text.width(line.toString())));
            }
            var padded =
                    cell.right()
                            ? Text.right(text, widths[i])
                            : last ? text : Text.padded(text, widths[i]);
            line.append(look.colour() ? painted(cell, padded) : padded).append(last ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String painted(Cell cell, String text) {
        return cell.mark().map(mark -> mark.colour().paint(text)).orElse(text);
    }

    private static String shown(Cell cell, Look look) {
        var text = Text.tame(cell.text());
        return cell.mark()
                .map(mark -> mark.symbol(look.ascii()) + (text.isEmpty() ? "" : " " + text))
                .orElse(text);
    }
}
