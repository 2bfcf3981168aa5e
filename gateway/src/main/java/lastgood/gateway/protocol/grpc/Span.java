package lastgood.gateway.protocol.grpc;

import java.nio.ByteBuffer;

/// Some of a message's bytes, where they stand: nothing is copied until it is known what it is.
final class Span {
    private final byte[] bytes;
    private final int at;
    private final int length;

    Span(byte[] bytes, int at, int length) {
        this.bytes = bytes;
        this.at = at;
        this.length = length;
    }

    static Span all(byte[] bytes) {
        return new Span(bytes, 0, bytes.length);
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    int length() {
        return length;
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, at, length);
    }
}
