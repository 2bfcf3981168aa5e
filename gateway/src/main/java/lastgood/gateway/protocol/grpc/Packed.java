package lastgood.gateway.protocol.grpc;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/// The numbers of a packed list.
final class Packed {
    private final CodedInputStream in;

    private Packed(Span span) {
        in = CodedInputStream.newInstance(span.bytes(), span.at(), span.length());
    }

    static Packed varints(Span span) {
        return new Packed(span);
    }

    boolean hasNext() throws IOException {
        return !in.isAtEnd();
    }

    long next() throws IOException {
        return in.readUInt64();
    }

    /// How many there are: each has one byte, its last, without the sign that more follows.
    static int count(Span span) {
        int count = 0;
        for (int i = 0; i < span.length(); i++) {
            count += span.bytes()[span.at() + i] >= 0 ? 1 : 0;
        }
        return count;
    }
}
