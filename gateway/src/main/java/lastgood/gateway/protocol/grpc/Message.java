package lastgood.gateway.protocol.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import lastgood.gateway.memory.Loan;

/// Messages as the library carries them: bytes in a stream.
final class Message {
    private static final int FIRST = 4 << 10;

    /// What comes is read by the call, which knows who pays for it.
    static final MethodDescriptor.Marshaller<InputStream> IN =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(InputStream value) {
                    return value;
                }

                @Override
                public InputStream parse(InputStream stream) {
                    return stream;
                }
            };

    static final MethodDescriptor.Marshaller<byte[]> OUT =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new Ready(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    throw new UnsupportedOperationException("answers are not read here");
                }
            };

    private Message() {}

    /// A message that unfolds to more than it may be.
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("", null, false, false);
        }
    }

    private static final class Ready extends ByteArrayInputStream implements KnownLength {
        Ready(byte[] bytes) {
            super(bytes);
        }
    }

    /// All of a message, in an array of just its length.
    ///
    /// @param loan pays for that array
    static byte[] read(InputStream stream, int most, Loan loan)
            throws IOException, TooLargeException {
        return stream instanceof KnownLength ? plain(stream, loan) : compressed(stream, most, loan);
    }

    private static byte[] plain(InputStream stream, Loan loan) throws IOException {
        int length = stream.available();
        loan.take(length);
        var bytes = new byte[length];
        stream.readNBytes(bytes, 0, length);
        return bytes;
    }

    private static byte[] compressed(InputStream stream, int most, Loan loan)
            throws IOException, TooLargeException {
        loan.take(FIRST);
        var bytes = new byte[FIRST];
        int size = 0;
        while (true) {
            int read = stream.readNBytes(bytes, size, bytes.length - size);
            size += read;
            if (size > most) {
                throw new TooLargeException();
            }
            if (size < bytes.length) {
                break;
            }
            bytes = resized(bytes, (int) Math.min(2L * size, most + 1L), loan);
        }
        return resized(bytes, size, loan);
    }

    /// While it is copied, both arrays are there.
    private static byte[] resized(byte[] bytes, int length, Loan loan) {
        loan.take(length);
        var copy = Arrays.copyOf(bytes, length);
        loan.giveBack(bytes.length);
        return copy;
    }
}
