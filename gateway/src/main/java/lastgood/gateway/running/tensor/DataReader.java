package lastgood.gateway.running.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Loan;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads values, flat or nested to any shape: a JSON array at once, or one entry after another.
public final class DataReader {
    private static final int MOST_DEPTH = 9;

    private final Growing values;
    private final long most;
    private final long[] counts = new long[MOST_DEPTH + 1];
    private final long[] lengths = new long[MOST_DEPTH + 1];
    private int leafDepth;

    private DataReader(Growing values, long most) {
        this.values = values;
        this.most = most;
        Arrays.fill(lengths, -1);
    }

    /// @param lengths how many entries each level of nesting has; one level: flat
    public record Data(Values values, List<Long> lengths) {

        public Data {
            lengths = List.copyOf(lengths);
        }

        public boolean isFlat() {
            return lengths.size() == 1;
        }

        /// Whether its nesting says where each of its values belongs; there is at least one.
        public boolean isWhole() {
            return values.size() > 0
                    && lengths.stream().reduce(1L, Math::multiplyExact) == values.size();
        }
    }

    /// Reads the array at which the parser stands.
    ///
    /// @param most more values than this are refused as soon as they arrive
    /// @param loan pays for them
    /// @throws lastgood.gateway.memory.NoRoomException as soon as it does not suffice
    public static Data read(JsonParser parser, Datatype datatype, long most, Loan loan)
            throws BadData {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new BadData("data must be an array");
        }
        var reader = new DataReader(Growing.of(datatype, loan), most);
        int depth = 1;
        while (depth > 0) {
            parser.nextToken();
            depth = reader.step(parser, depth);
        }
        return reader.data();
    }

    /// What is read of it comes entry by entry.
    ///
    /// @param most more values than this are refused as soon as they arrive
    /// @param loan pays for them
    public static DataReader entries(Datatype datatype, long most, Loan loan) throws BadData {
        return new DataReader(Growing.of(datatype, loan), most);
    }

    /// The value or array at which the parser stands.
    public void entry(JsonParser parser) throws BadData {
        int depth = step(parser, 1);
        while (depth > 1) {
            parser.nextToken();
            depth = step(parser, depth);
        }
    }

    /// A value as people write it.
    public void entry(String text) throws BadData {
        count(1);
        values.add(text);
    }

    /// How many entries have come.
    public long entries() {
        return counts[1];
    }

    public Data done() {
        lengths[1] = counts[1];
        return data();
    }

    private Data data() {
        int levels = Math.max(leafDepth, 1);
        return new Data(
                values.done(), IntStream.rangeClosed(1, levels).mapToObj(d -> lengths[d]).toList());
    }

    private int step(JsonParser parser, int depth) throws BadData {
        var token = parser.currentToken();
        return switch (token) {
            case START_ARRAY -> open(depth);
            case END_ARRAY -> close(depth);
            case VALUE_STRING,
                    VALUE_NUMBER_INT,
                    VALUE_NUMBER_FLOAT,
                    VALUE_TRUE,
                    VALUE_FALSE,
                    VALUE_NULL -> {
                count(depth);
                values.add(parser, token);
                yield depth;
            }
            case null -> throw new BadData("the document ends inside an array");
            default -> throw new BadData("an array holds " + Growing.said(token));
        };
    }

    private int open(int depth) throws BadData {
        if (depth >= MOST_DEPTH) {
            throw new BadData("data is nested deeper than any tensor");
        }
        counts[depth]++;
        counts[depth + 1] = 0;
        return depth + 1;
    }

    private int close(int depth) throws BadData {
        if (lengths[depth] < 0) {
            lengths[depth] = counts[depth];
        } else if (lengths[depth] != counts[depth]) {
            throw new BadData(
                    "data is ragged: an inner array has "
                            + counts[depth]
                            + " entries where another has "
                            + lengths[depth]);
        }
        return depth - 1;
    }

    private void count(int depth) throws BadData {
        if (leafDepth == 0) {
            leafDepth = depth;
        } else if (leafDepth != depth) {
            throw new BadData("data is ragged: values stand at different depths");
        }
        if (values.size() >= most) {
            throw new BadData("data has more than " + most + " values");
        }
        counts[depth]++;
    }
}
