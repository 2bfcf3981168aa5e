package lastgood.gateway.running.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Loan;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads tensors of a request or answer: `{name, shape, datatype, data}` in any order, or with the size of their values
/// among the bytes behind the document.
public final class TensorReader {
    public static final int MOST_TENSORS = 1000;
    public static final int MOST_DIMENSIONS = 8;
    public static final long MOST_ELEMENTS = 1 << 24;
    public static final int MOST_NAME = 200;

    private static final List<String> DATATYPES =
            Arrays.stream(Datatype.values()).map(Datatype::name).toList();

    private final byte[] bytes;
    private final JsonParser parser;
    private final Tail tail;
    private final Loan loan;
    private Optional<String> name = Optional.empty();
    private Optional<List<Long>> shape = Optional.empty();
    private Optional<Datatype> datatype = Optional.empty();
    private Optional<DataReader.Data> data = Optional.empty();
    private long unreadData = -1;
    private OptionalLong binarySize = OptionalLong.empty();

    private TensorReader(byte[] bytes, JsonParser parser, Tail tail, Loan loan) {
        this.bytes = bytes;
        this.parser = parser;
        this.tail = tail;
        this.loan = loan;
    }

    /// The tensors of the array at which the parser stands, by name.
    ///
    /// @param bytes what the parser reads
    /// @param side `input` or `output`
    /// @param tail what follows the document
    /// @param loan pays for what is read
    public static Map<String, Tensor> all(
            byte[] bytes, JsonParser parser, String side, Tail tail, Loan loan) throws BadData {
        must(parser.currentToken() == JsonToken.START_ARRAY, "'" + side + "s' must be an array");
        var tensors = new LinkedHashMap<String, Tensor>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            must(
                    parser.currentToken() == JsonToken.START_OBJECT,
                    "an " + side + " must be an object");
            must(
                    tensors.size() < MOST_TENSORS,
                    "there are more than " + MOST_TENSORS + " " + side + "s");
            var tensor = new TensorReader(bytes, parser, tail, loan).read();
            must(
                    tensors.putIfAbsent(tensor.name(), tensor) == null,
                    side + " '" + tensor.name() + "' is there twice");
        }
        return tensors;
    }

    private Tensor read() throws BadData {
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            must(!has(key), label() + " has " + key + " twice");
            switch (key) {
                case "name" -> name = Optional.of(name(token));
                case "shape" -> shape = Optional.of(shape(token));
                case "datatype" -> datatype = Optional.of(datatype(token));
                case "data" -> data();
                case "parameters" -> parameters(token);
                default -> parser.skipChildren();
            }
        }
        must(name.isPresent(), "an input has no name");
        must(shape.isPresent(), label() + " has no shape");
        must(datatype.isPresent(), label() + " has no datatype");
        if (binarySize.isPresent()) {
            must(!has("data"), label() + " has data and binary_data_size: it is one or the other");
            return binary(binarySize.getAsLong());
        }
        if (unreadData >= 0) {
            readAgain();
        }
        return fitted(data.orElseThrow(() -> new BadData(label() + " has no data")));
    }

    private boolean has(String key) {
        return switch (key) {
            case "name" -> name.isPresent();
            case "shape" -> shape.isPresent();
            case "datatype" -> datatype.isPresent();
            case "data" -> data.isPresent() || unreadData >= 0;
            default -> false; // what is not known is passed over
        };
    }

    private String name(JsonToken token) throws BadData {
        must(token == JsonToken.VALUE_STRING, "an input's name must be a string");
        var said = parser.getString();
        must(said.length() <= MOST_NAME, "an input's name is longer than " + MOST_NAME);
        return said;
    }

    private List<Long> shape(JsonToken token) throws BadData {
        must(token == JsonToken.START_ARRAY, label() + ": shape must be an array");
        var dimensions = new ArrayList<Long>();
        long elements = 1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            must(
                    parser.currentToken() == JsonToken.VALUE_NUMBER_INT,
                    label() + ": a dimension must be a whole number");
            must(
                    dimensions.size() < MOST_DIMENSIONS,
                    label() + " has more than " + MOST_DIMENSIONS + " dimensions");
            long dimension = dimension();
            must(
                    dimension <= MOST_ELEMENTS / elements,
                    label() + " has more than " + MOST_ELEMENTS + " elements");
            elements *= dimension;
            dimensions.add(dimension);
        }
        return dimensions;
    }

    private long dimension() throws BadData {
        boolean huge = parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
        boolean positive =
                huge ? parser.getBigIntegerValue().signum() > 0 : parser.getLongValue() > 0;
        must(positive, label() + ": a dimension must be positive");
        must(!huge, label() + " has more than " + MOST_ELEMENTS + " elements");
        return parser.getLongValue();
    }

    private Datatype datatype(JsonToken token) throws BadData {
        must(token == JsonToken.VALUE_STRING, label() + ": datatype must be a string");
        var said = parser.getString();
        return Datatype.parse(said)
                .orElseThrow(() ->
                        new BadData(
                                label()
                                        + ": there is no such datatype"
                                        + Nearest.hint(said, DATATYPES)));
    }

    /// Without its datatype data cannot be read yet: it is passed over and read again at the end.
    private void data() throws BadData {
        if (datatype.isPresent()) {
            data = Optional.of(data(parser));
        } else {
            must(
                    parser.currentToken() == JsonToken.START_ARRAY,
                    label() + ": data must be an array");
            unreadData = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
        }
    }

    private void readAgain() throws BadData {
        try (var again = Json.parser(bytes, (int) unreadData, (int) (bytes.length - unreadData))) {
            again.nextToken();
            data = Optional.of(data(again));
        }
    }

    /// What is not known of them is passed over, but what would leave a tensor elsewhere.
    private void parameters(JsonToken token) throws BadData {
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var value = parser.nextToken();
            must(
                    !key.equals("shared_memory_region"),
                    label() + " is in shared memory, which is not offered: send its values");
            if (key.equals("binary_data_size")) {
                must(binarySize.isEmpty(), label() + " has binary_data_size twice");
                binarySize = OptionalLong.of(binarySize(value));
            } else {
                parser.skipChildren();
            }
        }
    }

    private long binarySize(JsonToken token) throws BadData {
        boolean whole =
                token == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        must(
                whole && parser.getLongValue() >= 0,
                label() + ": binary_data_size must be a number of bytes");
        return parser.getLongValue();
    }

    private Tensor binary(long size) throws BadData {
        var dimensions = shape.orElseThrow();
        try {
            var values =
                    RawData.read(datatype.orElseThrow(), (int) elements(), tail.take(size), loan);
            return new Tensor(name.orElseThrow(), datatype.orElseThrow(), dimensions, values);
        } catch (BadData e) {
            throw new BadData(label() + ": " + e.complaint());
        }
    }

    /// No more than an array holds: the shape was checked.
    private long elements() {
        return shape.orElseThrow().stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
    }

    private DataReader.Data data(JsonParser from) throws BadData {
        try {
            return DataReader.read(from, datatype.orElseThrow(), MOST_ELEMENTS, loan);
        } catch (BadData e) {
            throw new BadData(label() + ": " + e.complaint());
        }
    }

    private Tensor fitted(DataReader.Data found) throws BadData {
        var dimensions = shape.orElseThrow();
        boolean fits =
                found.values().size() == elements()
                        && (found.isFlat() || found.lengths().equals(dimensions));
        must(
                fits,
                label()
                        + " has shape "
                        + dimensions
                        + ", but its data "
                        + (found.isFlat()
                                ? "has " + found.values().size() + " values"
                                : "is nested as " + found.lengths()));
        return new Tensor(name.orElseThrow(), datatype.orElseThrow(), dimensions, found.values());
    }

    private String label() {
        return name.map(n -> "input '" + n + "'").orElse("an input");
    }

    private static void must(boolean holds, String otherwise) throws BadData {
        if (!holds) {
            throw new BadData(otherwise);
        }
    }
}
