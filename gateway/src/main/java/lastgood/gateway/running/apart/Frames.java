package lastgood.gateway.running.apart;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;

/// What a gateway and a runner say to each other: a length in four bytes, a kind in one, and tensors as [RawData]; all
/// little-endian. A runner is not trusted: whatever it says is read with care.
final class Frames {
    static final int HEAD = Integer.BYTES;

    private static final byte ASK = 1;
    private static final byte ASK_AND_WATCH = 2;
    private static final byte OUTPUTS = 3;
    private static final byte NO_ANSWER = 4;
    private static final int MOST_DIMENSIONS = 64;

    /// @param watched whether what the model itself is given is to be told
    record Question(boolean watched, List<Tensor> inputs) {}

    sealed interface Reply {
        /// @param seen by the model itself, where that was asked
        record Outputs(Optional<List<Tensor>> seen, List<Tensor> outputs) implements Reply {}

        /// @param why for the caller
        /// @param detail for the log
        record None(String why, String detail) implements Reply {}
    }

    private Frames() {}

    static ByteBuffer question(Collection<Tensor> inputs, boolean watched) {
        var frame = frame(1 + size(inputs));
        frame.put(watched ? ASK_AND_WATCH : ASK);
        write(inputs, frame);
        return frame.flip();
    }

    /// Empty: it would be larger than `most` bytes.
    static Optional<ByteBuffer> reply(Reply reply, int most) {
        return switch (reply) {
            case Reply.Outputs(var seen, var outputs) -> {
                long size = 2 + seen.map(Frames::size).orElse(0L) + size(outputs);
                if (size > most) {
                    yield Optional.empty();
                }
                var frame = frame(size);
                frame.put(OUTPUTS).put((byte) (seen.isPresent() ? 1 : 0));
                seen.ifPresent(tensors -> write(tensors, frame));
                write(outputs, frame);
                yield Optional.of(frame.flip());
            }
            case Reply.None(var why, var detail) -> {
                var one = why.getBytes(StandardCharsets.UTF_8);
                var two = detail.getBytes(StandardCharsets.UTF_8);
                var frame = frame(1 + 2L * Integer.BYTES + one.length + two.length);
                frame.put(NO_ANSWER);
                text(one, frame);
                text(two, frame);
                yield Optional.of(frame.flip());
            }
        };
    }

    /// @param frame without its length
    static Question question(ByteBuffer frame) throws BadData {
        return reading(
                frame,
                from -> {
                    byte kind = from.get();
                    if (kind != ASK && kind != ASK_AND_WATCH) {
                        throw new BadData("no question: " + kind);
                    }
                    return new Question(kind == ASK_AND_WATCH, tensors(from));
                });
    }

    /// @param frame without its length
    static Reply reply(ByteBuffer frame) throws BadData {
        return reading(
                frame,
                from -> {
                    byte kind = from.get();
                    return switch (kind) {
                        case OUTPUTS -> {
                            var seen =
                                    from.get() == 0
                                            ? Optional.<List<Tensor>>empty()
                                            : Optional.of(tensors(from));
                            yield new Reply.Outputs(seen, tensors(from));
                        }
                        case NO_ANSWER -> new Reply.None(text(from), text(from));
                        default -> throw new BadData("no reply: " + kind);
                    };
                });
    }

    private interface Reading<T> {
        T from(ByteBuffer bytes) throws BadData;
    }

    private static <T> T reading(ByteBuffer frame, Reading<T> reading) throws BadData {
        try {
            var bytes = frame.slice().order(ByteOrder.LITTLE_ENDIAN);
            var read = reading.from(bytes);
            if (bytes.hasRemaining()) {
                throw new BadData(bytes.remaining() + " bytes are left");
            }
            return read;
        } catch (BufferUnderflowException _) {
            throw new BadData("it is cut off");
        }
    }

    private static ByteBuffer frame(long size) {
        if (size > Integer.MAX_VALUE - HEAD) {
            throw new IllegalArgumentException("too large for one frame: " + size);
        }
        var frame = ByteBuffer.allocate(HEAD + (int) size).order(ByteOrder.LITTLE_ENDIAN);
        return frame.putInt((int) size);
    }

    private static long size(Collection<Tensor> tensors) {
        long size = Integer.BYTES;
        for (var tensor : tensors) {
            size += Integer.BYTES + tensor.name().getBytes(StandardCharsets.UTF_8).length;
            size += Integer.BYTES + tensor.datatype().name().length();
            size += 1 + (long) Long.BYTES * tensor.shape().size();
            size += Integer.BYTES + RawData.size(tensor);
        }
        return size;
    }

    private static void write(Collection<Tensor> tensors, ByteBuffer into) {
        into.putInt(tensors.size());
        for (var tensor : tensors) {
            text(tensor.name().getBytes(StandardCharsets.UTF_8), into);
            text(tensor.datatype().name().getBytes(StandardCharsets.UTF_8), into);
            into.put((byte) tensor.shape().size());
            tensor.shape().forEach(into::putLong);
            int length = into.position();
            into.putInt(0);
            RawData.write(tensor, into);
            into.putInt(length, into.position() - length - Integer.BYTES);
        }
    }

    private static List<Tensor> tensors(ByteBuffer from) throws BadData {
        int count = from.getInt();
        if (count < 0 || count > from.remaining()) {
            throw new BadData("it is cut off");
        }
        var tensors = new ArrayList<Tensor>(count);
        for (int i = 0; i < count; i++) {
            tensors.add(tensor(from));
        }
        return tensors;
    }

    private static Tensor tensor(ByteBuffer from) throws BadData {
        var name = text(from);
        var datatype =
                Datatype.parse(text(from)).orElseThrow(() -> new BadData("no datatype of ours"));
        int dimensions = from.get();
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw new BadData("no shape");
        }
        var shape = new ArrayList<Long>(dimensions);
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            long dimension = from.getLong();
            if (dimension < 0 || dimension > Integer.MAX_VALUE) {
                throw new BadData("no shape");
            }
            shape.add(dimension);
            elements *= dimension;
            if (elements > from.limit()) { // every value takes a byte at least
                throw new BadData("more values than there are bytes");
            }
        }
        var raw = slice(from);
        return new Tensor(
                name,
                datatype,
                shape,
                RawData.read(datatype, (int) elements, raw, Loan.boundless()));
    }

    private static void text(byte[] utf8, ByteBuffer into) {
        into.putInt(utf8.length).put(utf8);
    }

    private static String text(ByteBuffer from) throws BadData {
        return StandardCharsets.UTF_8.decode(slice(from)).toString();
    }

    private static ByteBuffer slice(ByteBuffer from) throws BadData {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new BadData("it is cut off");
        }
        var slice = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        from.position(from.position() + length);
        return slice;
    }
}
