package lastgood.gateway.protocol.grpc;

import static lastgood.gateway.protocol.grpc.InferMessageReader.must;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Nearest;
import lastgood.gateway.running.tensor.TensorReader;

/// An input without its values.
///
/// @param elements how many values the shape makes
/// @param hasContents whether there is anything in its `contents`
/// @param message all of it, to read the contents from
record TensorHead(
        String name,
        Datatype datatype,
        List<Long> shape,
        int elements,
        boolean hasContents,
        Span message) {
    static final int CONTENTS = 5;
    private static final int NAME = 1;
    private static final int DATATYPE = 2;
    private static final int SHAPE = 3;

    TensorHead {
        shape = List.copyOf(shape);
    }

    String label() {
        return "input '" + name + "'";
    }

    static TensorHead read(Span message) throws BadData, IOException {
        var fields = new Fields(message);
        var name = "";
        var datatype = "";
        var shape = new ArrayList<Long>();
        boolean contents = false;
        while (fields.next()) {
            if (fields.number() == SHAPE && fields.isVarint()) {
                dimension(fields.varint(), shape);
            } else if (fields.isSpan()) {
                var span = fields.span();
                switch (fields.number()) {
                    case NAME -> name = name("an input's name", span);
                    case DATATYPE -> datatype = name("a datatype", span);
                    case SHAPE -> dimensions(span, shape);
                    case CONTENTS -> contents |= span.length() > 0;
                    default -> {} // parameters
                }
            } else {
                fields.skip();
            }
        }
        must(!name.isEmpty(), "an input has no name");
        try {
            return new TensorHead(
                    name, datatype(datatype), shape, elements(shape), contents, message);
        } catch (BadData e) {
            throw new BadData("input '" + name + "': " + e.complaint());
        }
    }

    static String name(String what, Span span) throws BadData, IOException {
        var said = Fields.text(span);
        must(
                said.length() <= TensorReader.MOST_NAME,
                what + " is longer than " + TensorReader.MOST_NAME);
        return said;
    }

    private static void dimensions(Span packed, List<Long> shape) throws BadData, IOException {
        var numbers = Packed.varints(packed);
        while (numbers.hasNext()) {
            dimension(numbers.next(), shape);
        }
    }

    private static void dimension(long dimension, List<Long> shape) throws BadData {
        must(
                shape.size() < TensorReader.MOST_DIMENSIONS,
                "an input has more than " + TensorReader.MOST_DIMENSIONS + " dimensions");
        shape.add(dimension);
    }

    private static int elements(List<Long> shape) throws BadData {
        long elements = 1;
        for (long dimension : shape) {
            must(dimension > 0, "a dimension must be positive");
            must(
                    dimension <= TensorReader.MOST_ELEMENTS / elements,
                    "it has more than " + TensorReader.MOST_ELEMENTS + " elements");
            elements *= dimension;
        }
        return (int) elements;
    }

    private static Datatype datatype(String said) throws BadData {
        var names = Arrays.stream(Datatype.values()).map(Datatype::name).toList();
        return Datatype.parse(said)
                .orElseThrow(() ->
                        new BadData(
                                said.isEmpty()
                                        ? "it has no datatype"
                                        : "there is no such datatype" + Nearest.hint(said, names)));
    }
}
