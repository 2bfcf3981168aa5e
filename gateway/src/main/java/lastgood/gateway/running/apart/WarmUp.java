package lastgood.gateway.running.apart;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The questions that a runner was asked before it answered anybody. A process that takes its place is asked them too: what
/// has never run takes ten times as long.
final class WarmUp {
    private static final int MOST = 8;
    private static final int LARGEST = 1 << 20;
    private static final int ROUNDS = 3;

    private final List<ByteBuffer> questions = new ArrayList<>();

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

    /// Asks them all, some times. Blocks until all are answered; what is said does not matter.
    boolean ask(Path socket) throws IOException {
        List<ByteBuffer> all;
        synchronized (this) {
            all = List.copyOf(questions);
        }
        try (var connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            for (int round = 0; round < ROUNDS; round++) {
                for (var question : all) {
                    var frame = question.duplicate();
                    while (frame.hasRemaining()) {
                        connection.write(frame);
                    }
                    skip(connection, length(connection));
                }
            }
        }
        return true;
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
