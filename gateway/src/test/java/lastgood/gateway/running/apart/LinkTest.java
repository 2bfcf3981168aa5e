package lastgood.gateway.running.apart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.graph.LateRunner.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A link whose process is played by the test.
class LinkTest {
    @TempDir Path folder;

    private final EventLoops loops = new EventLoops(1);
    private final List<String> kills = new CopyOnWriteArrayList<>();
    private final Link link = new Link(loops.all().getFirst(), RunnerLimits.DEFAULT, kills::add);
    private final List<Played> played = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        loops.close();
        for (var process : played) {
            process.close();
        }
    }

    /// The loop is busy while one process ends and another takes its place, and hears of the new one first.
    @Test
    void theEndOfAnOldConnectionIsNotThatOfTheNewOne() throws Exception {
        var first = connected("one");
        var before = ask();
        first.heard();
        var busy = new CountDownLatch(1);
        link.loop().execute(() -> await(busy));
        var second = play("two");
        first.close();
        var connected = link.connect(second.socket());
        busy.countDown();

        assertThat(connected.get()).isTrue();
        second.answers("of the second");
        assertThat(saidBy(before)).as("asked again").contains("of the second");
        second.answers("once more");
        assertThat(saidBy(ask())).contains("once more");
        assertThat(kills).isEmpty();
    }

    /// Who is told that nobody is there may ask for something else at once, by the same link.
    @Test
    void whoIsTurnedAwayMayAskAgainAtOnce() throws Exception {
        var process = connected("one");
        var slow = new CompletableFuture<Said>();
        var stuck = new Ask(question(), true, Optional.empty(), slow::complete);
        var again = new CompletableFuture<Said>();
        var other = new CompletableFuture<Said>();
        link.loop()
                .submit(() -> {
                    link.offer(stuck);
                    link.offer(
                            new Ask(
                                    question(),
                                    false,
                                    Optional.empty(),
                                    _ ->
                                            link.offer(
                                                    new Ask(
                                                            question(),
                                                            true,
                                                            Optional.empty(),
                                                            again::complete))));
                    link.offer(new Ask(question(), false, Optional.empty(), other::complete));
                })
                .get();

        link.loop().submit(() -> link.giveUp(stuck)).get();

        assertThat(other.get()).isInstanceOf(Said.Away.class);
        process.answers("nobody waits for this");
        process.answers("for the one who asked again");
        assertThat(saidBy(again)).contains("for the one who asked again");
    }

    private Played connected(String name) throws Exception {
        var process = play(name);
        assertThat(link.connect(process.socket()).get()).isTrue();
        return process;
    }

    private Played play(String name) throws IOException {
        var process = new Played(folder.resolve(name));
        played.add(process);
        return process;
    }

    private CompletableFuture<Said> ask() throws Exception {
        var said = new CompletableFuture<Said>();
        link.loop()
                .submit(() ->
                        link.offer(new Ask(question(), true, Optional.empty(), said::complete)))
                .get();
        return said;
    }

    private static ByteBuffer question() {
        return Frames.question(List.of(), false);
    }

    private static String saidBy(CompletableFuture<Said> said) throws Exception {
        return said.get() instanceof Said.Failed(var why) ? why.why() : said.get().toString();
    }

    private static void await(CountDownLatch busy) {
        try {
            busy.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes one connection, and answers each question by what it is told to say, which is no answer with a reason.
    private static final class Played implements AutoCloseable {
        private final Path socket;
        private final ServerSocketChannel listening;
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> questions = new LinkedBlockingQueue<>();
        private final CompletableFuture<SocketChannel> caller = new CompletableFuture<>();

        Played(Path socket) throws IOException {
            this.socket = socket;
            listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listening.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(this::serve);
        }

        Path socket() {
            return socket;
        }

        void answers(String why) {
            answers.add(why);
        }

        /// Waits until a question is here.
        void heard() throws InterruptedException {
            var _ = questions.take();
        }

        private void serve() {
            try {
                var connection = listening.accept();
                caller.complete(connection);
                while (true) {
                    var head = read(connection, Frames.HEAD);
                    var _ = read(connection, head.getInt());
                    questions.add(1);
                    var reply = new Frames.Reply.None(answers.take(), "");
                    connection.write(Frames.reply(reply, Integer.MAX_VALUE).orElseThrow());
                }
            } catch (IOException _) {
                // it was ended
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private static ByteBuffer read(SocketChannel from, int size) throws IOException {
            var into = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            while (into.hasRemaining()) {
                if (from.read(into) < 0) {
                    throw new IOException("the other side has hung up");
                }
            }
            return into.flip();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            if (caller.isDone()) {
                caller.join().close();
            }
        }
    }
}
