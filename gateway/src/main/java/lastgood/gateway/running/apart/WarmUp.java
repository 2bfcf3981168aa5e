package lastgood.gateway.running.apart;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The questions that a runner was asked before it answered anybody. A process that takes its place is asked them too: what
/// has never run takes ten times as long. But callers wait for it meanwhile, or are answered by another release, so that
/// questions which take long are asked less often.
final class WarmUp {
    /// After which no further question is asked.
    static final Duration ENOUGH = Duration.ofMillis(250);

    private static final int MOST = 8;
    private static final int LARGEST = 1 << 20;
    private static final int ROUNDS = 3;

    private final List<ByteBuffer> questions = new ArrayList<>();
    private final LongSupplier nanos;

    WarmUp() {
        this(System::nanoTime);
    }

    /// @param nanos a clock that only goes on
    WarmUp(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void keep(ByteBuffer question) {
        if (questions.size() < MOST
                && question.remaining() <= LARGEST
                && !questions.contains(question)) {
            questions.add(question.duplicate());
        }
    }

    synchronized boolean isKnown() {
        return !questions.isEmpty();
    }

    /// Asks them in turn, each some times, until it has been enough. Blocks until the last one asked is answered; what is
    /// said does not matter.
    ///
    /// @return how many were answered
    int ask(Path socket) throws IOException {
        List<ByteBuffer> all;
        synchronized (this) {
            all = List.copyOf(questions);
        }
        long began = nanos.getAsLong();
        int asked = 0;
        try (var connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            while (asked < ROUNDS * all.size() && nanos.getAsLong() - began < ENOUGH.toNanos()) {
                var frame = all.get(asked % all.size()).duplicate();
                while (frame.hasRemaining()) {
                    connection.write(frame);
                }
                skip(connection, length(connection));
                asked++;
            }
        }
        return asked;
    }

    private static int length(SocketChannel connection) throws IOException {
        var head = ByteBuffer.allocate(Frames.HEAD).order(ByteOrder.LITTLE_ENDIAN);
        fill(connection, head);
        return head.flip().getInt();
    }

    private static void skip(SocketChannel connection, int length) throws IOException {
        var part = ByteBuffer.allocate(1 << 16);
        for (int left = length; left > 0; left -= part.position()) {
            part.clear().limit(Math.min(left, part.capacity()));
            fill(connection, part);
        }
    }

    private static void fill(SocketChannel connection, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (connection.read(buffer) < 0) {
                throw new EOFException("its process ended");
            }
        }
    }
}
