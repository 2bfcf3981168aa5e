package lastgood.gateway.protocol.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A protobuf message, one field after another. What is not known is passed over, and so is a known field of another wire type,
/// as protobuf has it.
///
/// Any of it may fail with an [IOException]: then it is no valid protobuf.
final class Fields {
    private final Span message;
    private final CodedInputStream in;
    private int tag;

    Fields(Span message) {
        this.message = message;
        in = CodedInputStream.newInstance(message.bytes(), message.at(), message.length());
    }

    /// Goes on to the next field. False: there is none.
    boolean next() throws IOException {
        tag = in.readTag();
        return tag != 0;
    }

    int number() {
        return WireFormat.getTagFieldNumber(tag);
    }

    /// Whether it is a text, bytes, a message or a packed list.
    boolean isSpan() {
        return type() == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    boolean isVarint() {
        return type() == WireFormat.WIRETYPE_VARINT;
    }

    boolean isFixed32() {
        return type() == WireFormat.WIRETYPE_FIXED32;
    }

    boolean isFixed64() {
        return type() == WireFormat.WIRETYPE_FIXED64;
    }

    void skip() throws IOException {
        in.skipField(tag);
    }

    Span span() throws IOException {
        int length = in.readUInt32();
        int at = message.at() + in.getTotalBytesRead();
        in.skipRawBytes(length);
        return new Span(message.bytes(), at, length);
    }

    /// The text of a span.
    static String text(Span span) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(span.buffer()).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("a text is not UTF-8", e);
        }
    }

    long varint() throws IOException {
        return in.readUInt64();
    }

    float fixed32() throws IOException {
        return in.readFloat();
    }

    double fixed64() throws IOException {
        return in.readDouble();
    }

    private int type() {
        return WireFormat.getTagWireType(tag);
    }
}
