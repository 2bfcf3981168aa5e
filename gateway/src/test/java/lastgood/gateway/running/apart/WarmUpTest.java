package lastgood.gateway.running.apart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    private static final int ROUNDS = 3;
    private static final Duration NEVER_HANGS_UP = Duration.ofDays(1);

    @TempDir Path folder;

    private final AtomicLong now = new AtomicLong();
    private final WarmUp warmUp = new WarmUp(now::get);
    private final List<Byte> heard = new CopyOnWriteArrayList<>();

    private ServerSocketChannel listening;

    @BeforeEach
    void listen() throws IOException {
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket()));
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    @Test
    void everyQuestionIsAskedSomeTimesInTurn() throws IOException {
        keep(1, 2, 3);
        answering(Duration.ofMillis(1), NEVER_HANGS_UP);

        assertThat(warmUp.ask(socket())).isEqualTo(3 * ROUNDS);
        assertThat(heard).containsExactly(bytes(1, 2, 3, 1, 2, 3, 1, 2, 3));
    }

    /// Whoever waits for the process has been answered by another release meanwhile.
    @Test
    void noFurtherQuestionIsAskedOnceItHasBeenEnough() throws IOException {
        keep(1, 2, 3);
        answering(WarmUp.ENOUGH.dividedBy(2), NEVER_HANGS_UP);

        assertThat(warmUp.ask(socket())).isEqualTo(2);
        assertThat(heard).containsExactly(bytes(1, 2));
    }

    @Test
    void oneQuestionIsAskedHoweverLongItTakes() throws IOException {
        keep(1, 2);
        answering(WarmUp.ENOUGH.multipliedBy(9), NEVER_HANGS_UP);

        assertThat(warmUp.ask(socket())).isEqualTo(1);
    }

    @Test
    void aProcessThatEndsMeanwhileIsNotWarm() {
        keep(1, 2, 3);
        answering(Duration.ofMillis(1), Duration.ofMillis(2));

        assertThatThrownBy(() -> warmUp.ask(socket())).isInstanceOf(IOException.class);
        assertThat(heard).containsExactly(bytes(1, 2));
    }

    @Test
    void theSameQuestionIsKeptOnceAndNoMoreThanEight() throws IOException {
        keep(1, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        answering(Duration.ZERO, NEVER_HANGS_UP);

        assertThat(warmUp.ask(socket())).isEqualTo(8 * ROUNDS);
        assertThat(heard).doesNotContain((byte) 9);
    }

    @Test
    void nothingIsKnownBeforeTheFirstQuestion() {
        assertThat(warmUp.isKnown()).isFalse();
        keep(1);
        assertThat(warmUp.isKnown()).isTrue();
    }

    private void keep(int... questions) {
        for (int question : questions) {
            warmUp.keep(frame((byte) question));
        }
    }

    /// A runner whose every answer takes so long by the clock.
    private void answering(Duration each, Duration hangsUp) {
        Thread.ofVirtual()
                .start(() -> {
                    try (var caller = listening.accept()) {
                        while (now.get() < hangsUp.toNanos()) {
                            heard.add(question(caller));
                            now.addAndGet(each.toNanos());
                            caller.write(frame((byte) 0));
                        }
                    } catch (IOException _) {
                        // the other side has hung up
                    }
                });
    }

    private static byte question(SocketChannel caller) throws IOException {
        var frame = ByteBuffer.allocate(frame((byte) 0).remaining());
        while (frame.hasRemaining()) {
            if (caller.read(frame) < 0) {
                throw new EOFException();
            }
        }
        return frame.get(Frames.HEAD);
    }

    private static ByteBuffer frame(byte content) {
        var frame = ByteBuffer.allocate(Frames.HEAD + 1).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(1).position(Frames.HEAD);
        return frame.put(content).flip();
    }

    private static Byte[] bytes(int... values) {
        var bytes = new Byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
