package lastgood.records.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// How a segment is laid out: a head, then frames, then zeros to the end of what was set aside.
///
/// ```
/// head    LGRECORD | version 4 | created 8 | CRC32C of these 4
/// frame   length of the payload 4 | CRC32C of length and payload 4 | payload
/// ```
final class Frames {
    static final int VERSION = 1;
    static final int HEAD = 24;
    static final int FRAME = 8;
    private static final byte[] MAGIC = "LGRECORD".getBytes(StandardCharsets.US_ASCII);

    private Frames() {}

    static ByteBuffer head(long createdMillis) {
        var head = ByteBuffer.allocate(HEAD).put(MAGIC).putInt(VERSION).putLong(createdMillis);
        return head.putInt(crc(head.array(), 0, HEAD - 4)).flip();
    }

    /// Writes length and sum before a payload that stands from `start` to the buffer's position.
    static void seal(ByteBuffer frame, int start) {
        int length = frame.position() - start - FRAME;
        frame.putInt(start, length);
        frame.putInt(start + 4, sum(frame, start, length));
    }

    /// What the sum over a frame has to be.
    static int sum(ByteBuffer frame, int start, int length) {
        var crc = new CRC32C();
        crc.update(frame.array(), frame.arrayOffset() + start, 4);
        crc.update(frame.array(), frame.arrayOffset() + start + FRAME, length);
        return (int) crc.getValue();
    }

    static boolean isHead(ByteBuffer bytes) {
        return bytes.limit() >= HEAD
                && ByteBuffer.wrap(MAGIC).equals(bytes.slice(0, MAGIC.length))
                && bytes.getInt(HEAD - 4) == crc(bytes.array(), bytes.arrayOffset(), HEAD - 4);
    }

    static int version(ByteBuffer bytes) {
        return bytes.getInt(MAGIC.length);
    }

    private static int crc(byte[] bytes, int start, int length) {
        var crc = new CRC32C();
        crc.update(bytes, start, length);
        return (int) crc.getValue();
    }
}
