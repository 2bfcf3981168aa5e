package lastgood.gateway.protocol.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Cost;
import lastgood.gateway.running.tensor.DataReader;
import lastgood.gateway.running.tensor.Json;
import lastgood.gateway.running.tensor.JsonReading;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorReader;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the JSON documents that say what is asked row by row, or column by column, and leave datatypes and shapes to
/// whoever reads them: the live release's schema tells.
final class RowsReader {
    static final int MOST_COLUMNS = 100_000;

    /// One of them is in a document.
    enum Form {
        INSTANCES,
        INPUTS,
        DATAFRAME_SPLIT,
        DATAFRAME_RECORDS;

        /// As documents name it.
        String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Sent sent;
    private final JsonParser parser;
    private final Schema schema;
    private final Loan loan;

    private RowsReader(Sent sent, JsonParser parser, Schema schema, Loan loan) {
        this.sent = sent;
        this.parser = parser;
        this.schema = schema;
        this.loan = loan;
    }

    static Scored read(Sent sent, Schema schema, Loan loan, Set<Form> forms) throws BadData {
        return JsonReading.read(
                sent.bytes(), parser -> new RowsReader(sent, parser, schema, loan).scored(forms));
    }

    private Scored scored(Set<Form> forms) throws BadData {
        must(parser.nextToken() == JsonToken.START_OBJECT, "the body is no JSON object");
        Optional<Map<String, Tensor>> found = Optional.empty();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            var name = key;
            var form = forms.stream().filter(f -> f.key().equals(name)).findFirst();
            if (form.isPresent()) {
                must(found.isEmpty(), "rows are there twice: it is one of " + keys(forms));
                found = Optional.of(tensors(form.get()));
            } else if (key.equals("params")) {
                must(
                        token == JsonToken.VALUE_NULL
                                || (token == JsonToken.START_OBJECT
                                        && parser.nextToken() == JsonToken.END_OBJECT),
                        "params are not taken: what a release does is fixed when it is created");
            } else {
                parser.skipChildren();
            }
        }
        must(parser.nextToken() == null, "something follows the JSON document");
        return new Scored(
                found.orElseThrow(() -> new BadData("one of " + keys(forms) + " is missing")));
    }

    private Map<String, Tensor> tensors(Form form) throws BadData {
        return switch (form) {
            case INSTANCES -> rows(form);
            case INPUTS -> parser.currentToken() == JsonToken.START_OBJECT ? columns() : rows(form);
            case DATAFRAME_RECORDS -> records();
            case DATAFRAME_SPLIT -> split();
        };
    }

    /// Entries are values of the only input, or objects that name what they hold.
    private Map<String, Tensor> rows(Form form) throws BadData {
        must(
                parser.currentToken() == JsonToken.START_ARRAY,
                "'" + form.key() + "' must be an array");
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            return objects();
        }
        must(parser.currentToken() != JsonToken.END_ARRAY, "there are no rows");
        var input = onlyInput();
        var rows = DataReader.entries(input.datatype(), TensorReader.MOST_ELEMENTS, loan);
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            entry(rows, input.name());
            parser.nextToken();
        }
        return Map.of(input.name(), Shaped.tensor(input, rows.done()));
    }

    private Map<String, Tensor> records() throws BadData {
        must(
                parser.currentToken() == JsonToken.START_ARRAY,
                "'dataframe_records' must be an array");
        must(parser.nextToken() == JsonToken.START_OBJECT, "'dataframe_records' holds no records");
        return objects();
    }

    /// From the first object to the end of the array.
    private Map<String, Tensor> objects() throws BadData {
        var table = new Table(schema, loan);
        for (long row = 0; parser.currentToken() != JsonToken.END_ARRAY; row++) {
            must(
                    parser.currentToken() == JsonToken.START_OBJECT,
                    "row " + row + " is no object, but others are");
            for (var key = parser.nextName(); key != null; key = parser.nextName()) {
                var name = key;
                parser.nextToken();
                entry(table.column(name), name);
            }
            table.endRow(row);
            parser.nextToken();
        }
        return table.tensors();
    }

    private Map<String, Tensor> columns() throws BadData {
        var table = new Table(schema, loan);
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            must(
                    parser.nextToken() == JsonToken.START_ARRAY,
                    "'" + key + "' must be an array of what it is in each row");
            var column = table.column(key);
            must(column.entries() == 0, "'" + key + "' is there twice");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                entry(column, key);
            }
        }
        return table.tensors();
    }

    /// `columns` may come before `data` or after it; it is read first.
    private Map<String, Tensor> split() throws BadData {
        must(
                parser.currentToken() == JsonToken.START_OBJECT,
                "'dataframe_split' must be an object");
        Optional<List<String>> columns = Optional.empty();
        long data = -1;
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            switch (key) {
                case "columns" -> {
                    must(columns.isEmpty(), "'columns' is there twice");
                    columns = Optional.of(names());
                }
                case "data" -> {
                    must(data < 0, "'data' is there twice");
                    must(token == JsonToken.START_ARRAY, "'data' must be an array");
                    data = parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        var named = columns.orElseThrow(() -> new BadData("'dataframe_split' has no columns"));
        must(data >= 0, "'dataframe_split' has no data");
        try (var again =
                Json.parser(sent.bytes(), (int) data, (int) (sent.bytes().length - data))) {
            again.nextToken();
            return new RowsReader(sent, again, schema, loan).cells(named);
        }
    }

    private List<String> names() throws BadData {
        must(parser.currentToken() == JsonToken.START_ARRAY, "'columns' must be an array");
        var names = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            must(
                    parser.currentToken().isScalarValue()
                            && parser.currentToken() != JsonToken.VALUE_NULL,
                    "a column's name must be a string or a number");
            must(names.size() < MOST_COLUMNS, "there are more than " + MOST_COLUMNS + " columns");
            names.add(Cost.paid(parser.getValueAsString(), loan));
        }
        must(!names.isEmpty(), "there are no columns");
        return names;
    }

    private Map<String, Tensor> cells(List<String> names) throws BadData {
        var table = new Table(schema, loan);
        var columns = new ArrayList<DataReader>();
        for (var name : names) {
            columns.add(table.column(name));
        }
        must(columns.stream().distinct().count() == names.size(), "a column is there twice");
        for (long row = 0; parser.nextToken() != JsonToken.END_ARRAY; row++) {
            must(
                    parser.currentToken() == JsonToken.START_ARRAY,
                    "row " + row + " must be an array");
            int cells = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                must(cells < names.size(), "row " + row + " has more cells than there are columns");
                entry(columns.get(cells), names.get(cells));
                cells++;
            }
            must(
                    cells == names.size(),
                    "row %d has %d cells, but there are %d columns"
                            .formatted(row, cells, names.size()));
        }
        return table.tensors();
    }

    private TensorSpec onlyInput() throws BadData {
        must(
                schema.inputs().size() == 1,
                "the live release takes "
                        + schema.inputs().stream()
                                .map(input -> "'" + input.name() + "'")
                                .collect(Collectors.joining(", "))
                        + ": a row is an object that names them");
        return schema.inputs().getFirst();
    }

    /// What the parser stands at, complained of by its column's name.
    private void entry(DataReader column, String name) throws BadData {
        try {
            column.entry(parser);
        } catch (BadData e) {
            throw new BadData("'" + name + "': " + e.complaint());
        }
    }

    private static String keys(Set<Form> forms) {
        return forms.stream().map(Form::key).sorted().collect(Collectors.joining(", "));
    }

    private static void must(boolean holds, String otherwise) throws BadData {
        if (!holds) {
            throw new BadData(otherwise);
        }
    }
}
