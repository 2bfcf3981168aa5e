package lastgood.gateway.running.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.memory.Loan;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// An evidence file: one JSON document a line, `{"inputs":{name:[…]},"outputs":{…}?,"label":…?}`.
///
/// Inputs are as the caller sends them: flat for one row, or nested. A schema says what they mean.
public final class RowFile {
    private static final int MOST_VALUES = 1 << 24;

    private final Schema schema;
    private final JsonParser parser;

    private RowFile(Schema schema, JsonParser parser) {
        this.schema = schema;
        this.parser = parser;
    }

    /// All rows, or the first line that is not one. Empty lines are skipped.
    public static Outcome<List<Row>> read(String name, byte[] bytes, Schema schema) {
        var rows = new ArrayList<Row>();
        int line = 0;
        for (int start = 0; start < bytes.length; ) {
            int end = endOfLine(bytes, start);
            line++;
            if (!isBlank(bytes, start, end)) {
                try (var parser = Json.parser(bytes, start, end - start)) {
                    rows.add(new RowFile(schema, parser).row(line));
                } catch (BadData e) {
                    return bad(name, line, e.complaint());
                } catch (JacksonException _) {
                    return bad(name, line, "it is not JSON");
                }
            }
            start = end + 1;
        }
        return Outcome.done(rows);
    }

    private Row row(int line) throws BadData {
        must(parser.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, Values> outputs = new HashMap<>();
        Optional<Value> label = Optional.empty();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            switch (key) {
                case "inputs" -> inputs = inputs();
                case "outputs" -> outputs = outputs();
                case "label" -> label = label();
                default ->
                        throw new BadData(
                                "unknown key '"
                                        + key
                                        + "'"
                                        + Nearest.hint(key, List.of("inputs", "outputs", "label")));
            }
        }
        must(parser.nextToken() == null, "something follows the document");
        for (var spec : schema.inputs()) {
            must(inputs.containsKey(spec.name()), "input '" + spec.name() + "' is missing");
        }
        return new Row(line, inputs, outputs, label);
    }

    private Map<String, Tensor> inputs() throws BadData {
        must(parser.currentToken() == JsonToken.START_OBJECT, "'inputs' is no object");
        var inputs = new LinkedHashMap<String, Tensor>();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var spec = find(schema.inputs(), name, "input");
            parser.nextToken();
            try {
                var data = DataReader.read(parser, spec.datatype(), MOST_VALUES, Loan.boundless());
                inputs.put(
                        name, new Tensor(name, spec.datatype(), shape(spec, data), data.values()));
            } catch (BadData e) {
                throw new BadData("input '" + name + "': " + e.complaint());
            }
        }
        return inputs;
    }

    private Map<String, Values> outputs() throws BadData {
        must(parser.currentToken() == JsonToken.START_OBJECT, "'outputs' is no object");
        var outputs = new HashMap<String, Values>();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var spec = find(schema.outputs(), name, "output");
            parser.nextToken();
            try {
                outputs.put(
                        name,
                        DataReader.read(parser, spec.datatype(), MOST_VALUES, Loan.boundless())
                                .values());
            } catch (BadData e) {
                throw new BadData("output '" + name + "': " + e.complaint());
            }
        }
        return outputs;
    }

    private Optional<Value> label() throws BadData {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> Optional.of(new Value.Whole(parser.getLongValue()));
            case VALUE_NUMBER_FLOAT -> Optional.of(new Value.Real(parser.getDoubleValue()));
            case VALUE_STRING -> Optional.of(new Value.Text(parser.getString()));
            case VALUE_TRUE -> Optional.of(new Value.Whole(1));
            case VALUE_FALSE -> Optional.of(new Value.Whole(0));
            case VALUE_NULL -> Optional.empty();
            case null, default -> throw new BadData("'label' is no number and no string");
        };
    }

    /// What a flat array means: one row where the first dimension is open, and more of them if that is what fits.
    static List<Long> shape(TensorSpec spec, DataReader.Data data) throws BadData {
        int rank = spec.shape().size();
        var shape = new ArrayList<>(spec.shape());
        if (rank > 1 && data.lengths().size() == rank) {
            shape = new ArrayList<>(data.lengths());
        } else if (rank > 2 && data.lengths().size() == rank - 1) {
            shape = new ArrayList<>(data.lengths());
            shape.addFirst(1L);
        } else if (data.isFlat()) {
            fill(shape, data.values().size());
        }
        long product = shape.stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
        if (!spec.fits(shape) || product != data.values().size()) {
            throw new BadData(
                    data.values().size() + " values do not make the shape " + spec.shape());
        }
        return shape;
    }

    private static void fill(List<Long> shape, long size) {
        long open = shape.stream().filter(d -> d == -1).count();
        if (open > 1 && shape.getFirst() == -1) {
            shape.set(0, 1L);
            open--;
        }
        long fixed =
                shape.stream().filter(d -> d != -1).mapToLong(d -> d).reduce(1, (a, b) -> a * b);
        if (open == 1 && fixed > 0) {
            shape.set(shape.indexOf(-1L), size / fixed);
        }
    }

    private static TensorSpec find(List<TensorSpec> specs, String name, String side)
            throws BadData {
        return specs.stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new BadData(
                                "there is no "
                                        + side
                                        + " '"
                                        + name
                                        + "'"
                                        + Nearest.hint(
                                                name,
                                                specs.stream().map(TensorSpec::name).toList())));
    }

    private static void must(boolean holds, String otherwise) throws BadData {
        if (!holds) {
            throw new BadData(otherwise);
        }
    }

    private static int endOfLine(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static Outcome<List<Row>> bad(String name, int line, String why) {
        return Outcome.refused(Problem.of(Code.INVALID_FILE, name + " line " + line + ": " + why));
    }
}
