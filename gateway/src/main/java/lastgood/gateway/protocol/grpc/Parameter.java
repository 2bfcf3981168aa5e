package lastgood.gateway.protocol.grpc;

import static lastgood.gateway.protocol.grpc.InferMessageReader.must;

import java.io.IOException;
import java.util.OptionalLong;
import lastgood.gateway.protocol.dialect.Timeout;
import lastgood.gateway.running.tensor.BadData;

/// A parameter of a request: an entry of a map, whose last one of a name counts.
final class Parameter {
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int INT64 = 2;
    private static final int UINT64 = 5;

    private Parameter() {}

    /// What it says of how long the caller wants to wait, in nanoseconds.
    ///
    /// @param before where it says nothing of it
    static OptionalLong timeout(Span entry, OptionalLong before) throws BadData, IOException {
        var fields = new Fields(entry);
        var key = "";
        var value = OptionalLong.empty();
        while (fields.next()) {
            if (fields.number() == KEY && fields.isSpan()) {
                key = Fields.text(fields.span());
            } else if (fields.number() == VALUE && fields.isSpan()) {
                value = number(fields.span());
            } else {
                fields.skip();
            }
        }
        if (!key.equals(Timeout.NAME)) {
            return before;
        }
        must(value.isPresent(), Timeout.WRONG);
        return Timeout.nanos(value.getAsLong());
    }

    /// Empty: it is something else.
    private static OptionalLong number(Span parameter) throws IOException {
        var fields = new Fields(parameter);
        var number = OptionalLong.empty();
        while (fields.next()) {
            boolean whole = fields.number() == INT64 || fields.number() == UINT64;
            if (whole && fields.isVarint()) {
                number = OptionalLong.of(fields.varint());
            } else {
                fields.skip();
                number = OptionalLong.empty();
            }
        }
        return number;
    }
}
