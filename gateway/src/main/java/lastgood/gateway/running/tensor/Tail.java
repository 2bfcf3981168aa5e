package lastgood.gateway.running.tensor;

import java.nio.ByteBuffer;

/// The bytes behind a JSON document: the values of those tensors in it that say how many of them are theirs, one after
/// another in the document's order.
public final class Tail {
    /// Of a document that is all there is.
    public static final Tail NONE = new Tail(ByteBuffer.allocate(0), false);

    private final ByteBuffer bytes;
    private final boolean said;

    private Tail(ByteBuffer bytes, boolean said) {
        this.bytes = bytes;
        this.said = said;
    }

    /// @param from where the document ends
    public static Tail behind(byte[] body, int from) {
        return new Tail(ByteBuffer.wrap(body, from, body.length - from).slice(), true);
    }

    /// The next bytes.
    ///
    /// @param size what a tensor says of itself; never negative
    ByteBuffer take(long size) throws BadData {
        if (!said) {
            throw new BadData(
                    "binary_data_size is given, but no header Inference-Header-Content-Length tells where the JSON ends");
        }
        if (size > bytes.remaining()) {
            throw new BadData(
                    "binary_data_size is %d, but only %d bytes are left"
                            .formatted(size, bytes.remaining()));
        }
        var taken = bytes.slice(bytes.position(), (int) size);
        bytes.position(bytes.position() + (int) size);
        return taken;
    }

    /// What no tensor claims was meant for something that was not understood.
    public void mustBeEmpty() throws BadData {
        if (bytes.hasRemaining()) {
            throw new BadData(
                    bytes.remaining() + " bytes are left behind those of the last binary tensor");
        }
    }
}
