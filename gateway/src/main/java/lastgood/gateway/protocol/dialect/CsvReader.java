package lastgood.gateway.protocol.dialect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.release.Schema;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.DataReader;

/// Reads a table with a line of names: cells between commas, in quotes where they hold commas, quotes or ends of lines.
final class CsvReader {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String text;
    private int at;

    private CsvReader(String text) {
        this.text = text;
    }

    static Scored read(Sent sent, Schema schema, Loan loan) throws BadData {
        long size = 2L * sent.bytes().length;
        loan.take(size);
        var reader = new CsvReader(decoded(sent.bytes()));
        var table = new Table(schema, loan);
        reader.rows(table);
        loan.giveBack(size);
        return new Scored(table.tensors());
    }

    private static String decoded(byte[] bytes) throws BadData {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new BadData("the table is not UTF-8");
        }
    }

    private void rows(Table table) throws BadData {
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            at++;
        }
        skipBlank();
        must(at < text.length(), "there is no line of column names");
        var names = names();
        var columns = new ArrayList<DataReader>();
        for (var name : names) {
            columns.add(table.column(name));
        }
        must(columns.stream().distinct().count() == names.size(), "a column is there twice");
        skipBlank();
        for (long row = 0; at < text.length(); row++) {
            row(row, names, columns);
            skipBlank();
        }
    }

    private List<String> names() throws BadData {
        var names = new ArrayList<String>();
        do {
            must(
                    names.size() < RowsReader.MOST_COLUMNS,
                    "there are more than " + RowsReader.MOST_COLUMNS + " columns");
            names.add(cell());
        } while (comma());
        return names;
    }

    private void row(long row, List<String> names, List<DataReader> columns) throws BadData {
        int cells = 0;
        do {
            must(cells < columns.size(), "row " + row + " has more cells than there are columns");
            try {
                columns.get(cells).entry(cell());
            } catch (BadData e) {
                throw new BadData(
                        "row %d, '%s': %s".formatted(row, names.get(cells), e.complaint()));
            }
            cells++;
        } while (comma());
        must(
                cells == columns.size(),
                "row %d has %d cells, but there are %d columns"
                        .formatted(row, cells, columns.size()));
    }

    /// Up to its end, where a comma, an end of line or nothing follows.
    private String cell() throws BadData {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int from = at;
        while (at < text.length() && !isEnd(text.charAt(at))) {
            must(text.charAt(at) != '"', "a quote stands inside a cell without quotes");
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() throws BadData {
        var cell = new StringBuilder();
        at++;
        while (true) {
            int quote = text.indexOf('"', at);
            must(quote >= 0, "a quote is opened and not closed");
            cell.append(text, at, quote);
            at = quote + 1;
            if (at >= text.length() || text.charAt(at) != '"') {
                must(
                        at >= text.length() || isEnd(text.charAt(at)),
                        "something follows a closing quote");
                return cell.toString();
            }
            cell.append('"');
            at++;
        }
    }

    /// False: the line ends here.
    private boolean comma() {
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
            return true;
        }
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        return false;
    }

    private void skipBlank() {
        while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
            at++;
        }
    }

    private static boolean isEnd(char one) {
        return one == ',' || one == '\n' || one == '\r';
    }

    private static void must(boolean holds, String otherwise) throws BadData {
        if (!holds) {
            throw new BadData(otherwise);
        }
    }
}
