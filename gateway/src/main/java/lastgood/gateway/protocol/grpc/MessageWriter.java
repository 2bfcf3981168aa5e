package lastgood.gateway.protocol.grpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A protobuf message while it is written. As protobuf has it, what is empty, false or zero is left out.
final class MessageWriter {
    private static final int FIRST = 128;
    private static final int VARINT = 0;
    private static final int SPAN = 2;
    private static final int TYPE_BITS = 3;
    private static final int MOST_HEAD = 10;

    private byte[] bytes;
    private int size;

    MessageWriter() {
        this(FIRST);
    }

    /// @param room bytes it is likely to take
    MessageWriter(int room) {
        bytes = new byte[room];
    }

    MessageWriter text(int field, String text) {
        if (!text.isEmpty()) {
            var utf8 = text.getBytes(StandardCharsets.UTF_8);
            room(field, utf8.length).put(utf8);
        }
        return this;
    }

    MessageWriter truth(int field, boolean truth) {
        return number(field, truth ? 1 : 0);
    }

    MessageWriter number(int field, long number) {
        if (number != 0) {
            ensure(2 * MOST_HEAD);
            varint((long) field << TYPE_BITS | VARINT);
            varint(number);
        }
        return this;
    }

    /// The packed form of a list.
    MessageWriter numbers(int field, List<Long> numbers) {
        if (!numbers.isEmpty()) {
            head(field, numbers.stream().mapToInt(n -> width(n)).sum());
            numbers.forEach(this::varint);
        }
        return this;
    }

    MessageWriter message(int field, MessageWriter inner) {
        room(field, inner.size).put(inner.bytes, 0, inner.size);
        return this;
    }

    /// The head of a field of `length` bytes, and the place for them: whoever asks fills all of it. It is little-endian.
    ByteBuffer room(int field, int length) {
        head(field, length);
        var room = ByteBuffer.wrap(bytes, size, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        size += length;
        return room;
    }

    byte[] done() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /// How many bytes a varint takes.
    static int width(long number) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(number | 1);
        return (bits + 6) / 7;
    }

    static void varint(ByteBuffer into, long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            into.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        into.put((byte) rest);
    }

    private void head(int field, int length) {
        ensure(Math.addExact(2 * MOST_HEAD, length));
        varint((long) field << TYPE_BITS | SPAN);
        varint(length);
    }

    private void varint(long number) {
        var into = ByteBuffer.wrap(bytes, size, bytes.length - size);
        varint(into, number);
        size = into.position();
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes,
                            Math.max(
                                    needed,
                                    (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}
