package lastgood.gateway.protocol.grpc;

import static lastgood.gateway.protocol.grpc.InferMessageReader.must;

import java.io.IOException;
import java.util.Map;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Cost;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Values;
import lastgood.gateway.running.tensor.Whole;
import org.jspecify.annotations.Nullable;

/// Reads the values of an input out of its `contents`, where each datatype has a list of its own.
///
/// They are counted first: nothing is taken for a shape that promises more than was sent. A list may be packed or not, and may
/// come in pieces.
final class TypedContents {
    /// The lists by their field numbers.
    private static final Map<Integer, String> LISTS =
            Map.of(
                    1, "bool_contents",
                    2, "int_contents",
                    3, "int64_contents",
                    4, "uint_contents",
                    5, "uint64_contents",
                    6, "fp32_contents",
                    7, "fp64_contents",
                    8, "bytes_contents");

    private final TensorHead head;
    private final Datatype datatype;
    private final int list;
    private long count;
    private int pieces;
    private @Nullable Span only;

    private TypedContents(TensorHead head) throws BadData {
        this.head = head;
        datatype = head.datatype();
        list = list(datatype);
    }

    /// One piece of the list, where the reader stands before it.
    private interface Piece {
        void take(Fields fields) throws BadData, IOException;
    }

    /// @param loan pays for them
    static Values read(TensorHead head, Loan loan) throws BadData, IOException {
        return new TypedContents(head).read(loan);
    }

    /// The list in which values of a datatype stand.
    ///
    /// @throws BadData for FP16, which has none
    static int list(Datatype datatype) throws BadData {
        return switch (datatype) {
            case BOOL -> 1;
            case INT8, INT16, INT32 -> 2;
            case INT64 -> 3;
            case UINT8, UINT16, UINT32 -> 4;
            case UINT64 -> 5;
            case FP32 -> 6;
            case FP64 -> 7;
            case BYTES -> 8;
            case FP16 ->
                    throw new BadData("FP16 has no list of its own: send it in raw_input_contents");
        };
    }

    private Values read(Loan loan) throws BadData, IOException {
        walk(this::count);
        must(
                count == head.elements(),
                "it has shape " + head.shape() + ", but its data has " + count + " values");
        if (only != null && isRaw(only)) {
            return RawData.read(datatype, head.elements(), only.buffer(), loan);
        }
        return switch (datatype) {
            case FP32 -> floats(loan);
            case FP64 -> doubles(loan);
            case BYTES -> texts(loan);
            default -> wholes(loan);
        };
    }

    /// Packed floats are just the bytes that raw ones are, and so are truths.
    private boolean isRaw(Span packed) {
        return switch (datatype) {
            case FP32, FP64 -> true;
            case BOOL -> packed.length() == head.elements();
            default -> false;
        };
    }

    private void walk(Piece piece) throws BadData, IOException {
        var fields = new Fields(head.message());
        while (fields.next()) {
            if (fields.number() == TensorHead.CONTENTS && fields.isSpan()) {
                contents(new Fields(fields.span()), piece);
            } else {
                fields.skip();
            }
        }
    }

    private void contents(Fields fields, Piece piece) throws BadData, IOException {
        while (fields.next()) {
            if (fields.number() == list) {
                piece.take(fields);
            } else {
                must(
                        !LISTS.containsKey(fields.number()),
                        "it is %s, whose values stand in %s, but there are some in %s"
                                .formatted(datatype, LISTS.get(list), LISTS.get(fields.number())));
                fields.skip();
            }
        }
    }

    private void count(Fields fields) throws BadData, IOException {
        pieces++;
        if (!fields.isSpan()) {
            only = null;
            boolean fits =
                    switch (datatype) {
                        case FP32 -> fields.isFixed32();
                        case FP64 -> fields.isFixed64();
                        case BYTES -> false;
                        default -> fields.isVarint();
                    };
            count += fits ? 1 : 0;
            fields.skip();
            return;
        }
        var span = fields.span();
        only = pieces == 1 && datatype != Datatype.BYTES ? span : null;
        count +=
                switch (datatype) {
                    case FP32 -> whole(span, Float.BYTES);
                    case FP64 -> whole(span, Double.BYTES);
                    case BYTES -> 1;
                    default -> Packed.count(span);
                };
    }

    private static int whole(Span span, int width) throws BadData {
        must(span.length() % width == 0, "its values end in the middle of one");
        return span.length() / width;
    }

    private Values floats(Loan loan) throws BadData, IOException {
        new Cost(loan, Float.BYTES, 0).fit(head.elements());
        var array = new float[head.elements()];
        var at = new int[1];
        walk(fields -> {
            if (fields.isSpan()) {
                var more = fields.span().buffer().order(java.nio.ByteOrder.LITTLE_ENDIAN);
                while (more.hasRemaining()) {
                    array[at[0]++] = more.getFloat();
                }
            } else if (fields.isFixed32()) {
                array[at[0]++] = fields.fixed32();
            } else {
                fields.skip();
            }
        });
        return new Values.Floats(array);
    }

    private Values doubles(Loan loan) throws BadData, IOException {
        new Cost(loan, Double.BYTES, 0).fit(head.elements());
        var array = new double[head.elements()];
        var at = new int[1];
        walk(fields -> {
            if (fields.isSpan()) {
                var more = fields.span().buffer().order(java.nio.ByteOrder.LITTLE_ENDIAN);
                while (more.hasRemaining()) {
                    array[at[0]++] = more.getDouble();
                }
            } else if (fields.isFixed64()) {
                array[at[0]++] = fields.fixed64();
            } else {
                fields.skip();
            }
        });
        return new Values.Doubles(array);
    }

    private Values wholes(Loan loan) throws BadData, IOException {
        new Cost(loan, Long.BYTES, 0).fit(head.elements());
        var array = new long[head.elements()];
        var at = new int[1];
        walk(fields -> {
            if (fields.isSpan()) {
                var more = Packed.varints(fields.span());
                while (more.hasNext()) {
                    array[at[0]++] = whole(more.next());
                }
            } else if (fields.isVarint()) {
                array[at[0]++] = whole(fields.varint());
            } else {
                fields.skip();
            }
        });
        return new Values.Wholes(array);
    }

    private long whole(long value) throws BadData {
        return datatype == Datatype.BOOL ? value == 0 ? 0 : 1 : Whole.inRange(datatype, value);
    }

    private Values texts(Loan loan) throws BadData, IOException {
        var cost = new Cost(loan, Cost.REFERENCE, 0);
        var array = new String[head.elements()];
        var at = new int[1];
        walk(fields -> {
            if (fields.isSpan()) {
                array[at[0]++] = cost.text(RawData.text(fields.span().buffer()));
            } else {
                fields.skip();
            }
        });
        cost.fit(head.elements());
        return new Values.Texts(array);
    }
}
