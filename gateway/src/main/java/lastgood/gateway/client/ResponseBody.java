package lastgood.gateway.client;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The body of a response while it comes. It takes memory for what has come, not for what is promised.
final class ResponseBody {
    private static final int PROMISED = 64 << 10;
    private static final int FIRST = 1 << 10;
    private static final byte[] NOTHING = new byte[0];

    private final int most;
    private byte[] bytes = NOTHING;
    private int size;

    ResponseBody(int most) {
        this.most = most;
    }

    /// It is said to be so long.
    void expect(long length) throws MalformedException {
        if (length > most) {
            throw tooLarge();
        }
        if (length <= PROMISED) {
            bytes = new byte[(int) length];
        }
    }

    void add(ByteBuf from, int length) throws MalformedException {
        if (length > most - size) {
            throw tooLarge();
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.clamp(2L * bytes.length, roomFor(length), most));
        }
        from.readBytes(bytes, size, length);
        size += length;
    }

    byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private int roomFor(int length) {
        return Math.max(size + length, Math.min(FIRST, most));
    }

    private MalformedException tooLarge() {
        return new MalformedException("its body has more than " + most + " bytes");
    }
}
