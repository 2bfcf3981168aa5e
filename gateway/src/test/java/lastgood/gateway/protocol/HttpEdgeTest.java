package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lastgood.gateway.House;
import lastgood.gateway.Setup;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller can do to the port below the level of requests.
class HttpEdgeTest {
    private static final String PATH = "POST /v2/models/two/infer HTTP/1.1\r\nHost: x\r\n";

    @Test
    void aBodyOfFiveGigabytesIsRefusedByItsLengthAlone() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            caller.send(PATH + "Content-Length: 5368709120\r\n\r\n");

            assertThat(caller.response()).startsWith("HTTP/1.1 413").contains("LG-1403", "close");
        }
    }

    @Test
    void aCallerWhoSendsFiveGigabytesAllTheSameGetsHisAnswerAndMemoryStaysFlat()
            throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            caller.send(PATH + "Content-Length: 5368709120\r\n\r\n");
            long before = memory();
            flood(caller.out(), new byte[1 << 16], 5368709120L);

            assertThat(caller.response()).startsWith("HTTP/1.1 413");
            assertThat(memory() - before).isLessThan(64L << 20);
        }
    }

    @Test
    void aChunkedBodyWithoutAnEndIsRefusedAtTheLimitAndMemoryStaysFlat() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            caller.send(PATH + "Transfer-Encoding: chunked\r\n\r\n");
            long before = memory();
            var chunk =
                    ("10000\r\n" + " ".repeat(0x10000) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            flood(caller.out(), chunk, 5368709120L);

            assertThat(caller.response()).startsWith("HTTP/1.1 413");
            assertThat(memory() - before).isLessThan(128L << 20);
        }
    }

    @Test
    void aBodyInSingleBytesIsAnswered() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            caller.send(PATH + "Transfer-Encoding: chunked\r\n\r\n");
            for (char c : House.x(1, 2).toCharArray()) {
                caller.send("1\r\n" + c + "\r\n");
            }
            caller.send("0\r\n\r\n");

            assertThat(caller.response()).startsWith("HTTP/1.1 200").contains("\"data\":[2.0,4.0]");
        }
    }

    @Test
    void bodiesOfAllCallersTogetherAreBounded() throws IOException {
        try (var house = serving(s -> s.held = 1 << 20)) {
            var refusals = new LinkedBlockingQueue<String>();
            var callers = new ArrayList<RawSocket>();
            for (int i = 0; i < 4; i++) {
                var caller = new RawSocket(house.gateway.address());
                callers.add(caller);
                caller.send(PATH + "Content-Length: 400000\r\n\r\n").send(new byte[300_000]);
                Thread.startVirtualThread(() -> response(caller, refusals));
            }

            assertThat(refusals.poll(10, TimeUnit.SECONDS))
                    .startsWith("HTTP/1.1 503")
                    .contains("LG-1304");
            for (var caller : callers) {
                caller.close();
            }
            Patience.until(
                    "there is room once they are gone",
                    () -> ask(house, request(400_000)).startsWith("HTTP/1.1 400"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void headersBeyondTheirLimitsAreRefused() throws IOException {
        try (var house = serving()) {
            assertThat(ask(house, PATH + "A: " + "a".repeat(20_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431");
            assertThat(ask(house, PATH + "A: b\r\n".repeat(101) + "\r\n"))
                    .startsWith("HTTP/1.1 431");
            assertThat(ask(house, "GET /" + "a".repeat(10_000) + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 414");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "Content-Length: 5, 6\r\n\r\nhello!",
                "Content-Length: -5\r\n\r\nhello",
                "Content-Length: +5\r\n\r\nhello",
                "Content-Length: 0x5\r\n\r\nhello",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                "Bad Name: x\r\n\r\n",
                ": x\r\n\r\n",
                "Folded: a\r\n b\r\nContent-Length : 5\r\n\r\nhello",
                "A\u0000B: x\r\n\r\n"
            })
    void aRequestThatCouldBeReadTwoWaysIsRefusedAndTheConnectionEnds(String rest)
            throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            caller.send(PATH + rest + "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(caller.response()).startsWith("HTTP/1.1 400");
            assertThat(caller.isEnded()).isTrue();
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInTheirOrder() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            var all = new StringBuilder();
            for (int i = 1; i <= 200; i++) {
                var body = "{\"id\":\"q" + i + "\"," + House.x(i, i).substring(1);
                all.append(PATH)
                        .append("Content-Length: ")
                        .append(body.length())
                        .append("\r\n\r\n")
                        .append(body);
            }
            var sender = CompletableFuture.runAsync(() -> sendAll(caller, all.toString()));

            for (int i = 1; i <= 200; i++) {
                assertThat(caller.response())
                        .contains("\"id\":\"q" + i + "\"", "\"data\":[" + 2.0 * i + ",");
            }
            sender.join();
        }
    }

    @Test
    void requestsSentAheadOfASlowAnswerKeepTheirOrderToo() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            // An unproven release answers on threads of its own, so every answer comes later.
            var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
            house.prove(r1, java.util.Optional.empty(), House.watch(1, 0));
            var all = new StringBuilder();
            for (int i = 1; i <= 200; i++) {
                var body = "{\"id\":\"q" + i + "\"," + House.x(i, i).substring(1);
                all.append(PATH)
                        .append("Content-Length: ")
                        .append(body.length())
                        .append("\r\n\r\n")
                        .append(body);
            }
            var sender = CompletableFuture.runAsync(() -> sendAll(caller, all.toString()));

            for (int i = 1; i <= 200; i++) {
                assertThat(caller.response())
                        .contains("\"id\":\"q" + i + "\"", "\"data\":[" + 2.0 * i + ",");
            }
            sender.join();
        }
    }

    @Test
    void aCallerWhoAsksFirstIsToldToGoOn() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            var body = House.x(1, 2);
            caller.send(
                    PATH + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(caller.response()).startsWith("HTTP/1.1 100");
            caller.send(body);
            assertThat(caller.response()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aCallerWhoAsksFirstWithTooLargeABodyIsToldSo() throws IOException {
        try (var house = serving()) {
            assertThat(
                            ask(
                                    house,
                                    PATH
                                            + "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"))
                    .startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void headersThatTrickleInAreCutOff() throws IOException {
        try (var house = serving(HttpEdgeTest::impatient);
                var caller = new RawSocket(house.gateway.address())) {
            long began = System.nanoTime();
            var trickle =
                    CompletableFuture.runAsync(() -> {
                        // One header a write, for as long as the other side listens.
                        try {
                            caller.send("POST /v2/models/two/infer HTTP/1.1\r\n");
                            while (System.nanoTime() - began < Duration.ofSeconds(10).toNanos()) {
                                caller.send("a");
                                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                            }
                        } catch (IOException _) {
                            // cut off
                        }
                    });

            assertThat(caller.response()).startsWith("HTTP/1.1 408");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(5));
            trickle.join();
        }
    }

    @Test
    void aBodyThatDoesNotComeIsCutOff() throws IOException {
        try (var house = serving(HttpEdgeTest::impatient)) {
            assertThat(ask(house, PATH + "Content-Length: 10\r\n\r\nabc"))
                    .startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void anIdleConnectionIsHungUpOn() throws IOException {
        try (var house = serving(HttpEdgeTest::impatient);
                var silent = new RawSocket(house.gateway.address());
                var served = new RawSocket(house.gateway.address())) {
            served.send("GET /v2 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(served.response()).startsWith("HTTP/1.1 200");

            assertThat(silent.isEnded()).isTrue();
            assertThat(served.isEnded()).isTrue();
        }
    }

    @Test
    void aCallerWhoSendsNoMoreStillGetsHisAnswer() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            caller.send(request(House.x(1, 2))).endOutput();

            assertThat(caller.response()).startsWith("HTTP/1.1 200");
            assertThat(caller.isEnded()).isTrue();
        }
    }

    @Test
    void aCallerWhoSendsNoMoreGetsALargeAnswerWhole() throws IOException {
        try (var house = serving();
                var caller = RawSocket.narrow(house.gateway.address())) {
            caller.send(request(House.x(ones(1_000_000)))).endOutput();

            assertThat(count(caller.response(), "2.0")).isEqualTo(1_000_000);
            assertThat(caller.isEnded()).isTrue();
        }
    }

    @Test
    void aCallerWhoReadsSlowlyGetsItAll() throws IOException {
        var idle = Duration.ofSeconds(3);
        try (var house =
                        serving(s -> {
                            s.headWithin = Duration.ofMillis(400);
                            s.idleWithin = idle;
                        });
                var caller = RawSocket.narrow(house.gateway.address())) {
            long began = System.nanoTime();
            caller.send(request(House.x(ones(1_000_000))));

            assertThat(count(caller.slowly(idle.plusSeconds(2)), "2.0")).isEqualTo(1_000_000);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(idle);
        }
    }

    private static double[] ones(int many) {
        var ones = new double[many];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int count(String text, String what) {
        return text.split(java.util.regex.Pattern.quote(what), -1).length - 1;
    }

    @Test
    void anOldCallerIsAnsweredAndHungUpOn() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            caller.send("GET /v2/health/live HTTP/1.0\r\n\r\n");

            assertThat(caller.response()).contains("200", "close");
            assertThat(caller.isEnded()).isTrue();
        }
    }

    @Test
    void moreConnectionsThanTheLimitAreNotTaken() throws IOException {
        try (var house = serving(s -> s.connections = 2)) {
            try (var one = new RawSocket(house.gateway.address());
                    var two = new RawSocket(house.gateway.address())) {
                one.send("GET /v2 HTTP/1.1\r\n\r\n").response();
                two.send("GET /v2 HTTP/1.1\r\n\r\n").response();
                try (var three = new RawSocket(house.gateway.address())) {
                    assertThat(three.isEnded()).isTrue();
                }
                assertThat(one.send("GET /v2 HTTP/1.1\r\n\r\n").response())
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aCallerWhoDoesNotReadIsNotReadFromEither() throws IOException {
        try (var house = serving();
                var caller = new RawSocket(house.gateway.address())) {
            var request = request(House.x(ones(20_000)));
            long before = memory();
            long asked =
                    flood(
                            caller.out(),
                            request.getBytes(StandardCharsets.UTF_8),
                            2_000_000_000L,
                            Duration.ofSeconds(2));

            assertThat(asked)
                    .as("the caller is held up by his own socket")
                    .isLessThan(2_000_000_000L);
            assertThat(memory() - before).isLessThan(64L << 20);
        }
    }

    private static House serving() {
        return serving(_ -> {});
    }

    private static House serving(Consumer<Setup> adjusted) {
        var house = new House(adjusted);
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        return house;
    }

    private static void impatient(Setup s) {
        var soon = Duration.ofMillis(300);
        s.headWithin = soon;
        s.bodyWithin = soon;
        s.idleWithin = soon;
    }

    private static String ask(House house, String bytes) throws IOException {
        try (var caller = new RawSocket(house.gateway.address())) {
            return caller.send(bytes).response();
        }
    }

    private static void response(RawSocket caller, Queue<String> responses) {
        try {
            responses.add(caller.response());
        } catch (IOException _) {
            // closed by the test
        }
    }

    private static String request(int spaces) {
        return request(" ".repeat(spaces));
    }

    private static String request(String body) {
        return PATH + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void sendAll(RawSocket caller, String text) {
        try {
            caller.send(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long flood(OutputStream out, byte[] piece, long most) {
        return flood(out, piece, most, Duration.ofSeconds(60));
    }

    /// Writes until the other side hangs up, everything is written, or no more is taken for a moment.
    private static long flood(OutputStream out, byte[] piece, long most, Duration patience) {
        var sent = new java.util.concurrent.atomic.AtomicLong();
        var writer =
                CompletableFuture.runAsync(() -> {
                    try {
                        while (sent.get() < most) {
                            out.write(piece);
                            sent.addAndGet(piece.length);
                        }
                    } catch (IOException _) {
                        // hung up on
                    }
                });
        try {
            writer.get(patience.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException _) {
            // held up
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
        return sent.get();
    }

    /// What is held on the heap after a collection, and outside of it.
    private static long memory() {
        System.gc();
        long direct =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void nothingIsLeftOfManyCallersWhoVanish() throws IOException {
        try (var house = serving()) {
            var callers = new ArrayList<RawSocket>();
            for (int i = 0; i < 50; i++) {
                var caller = new RawSocket(house.gateway.address());
                callers.add(caller);
                caller.send(PATH + "Content-Length: 1000\r\n\r\n" + " ".repeat(i));
            }
            // All are there before any vanishes: one that came later would not be missed before.
            Patience.until("all are there", () -> house.gateway.stats().inFlight() == 50);
            for (var caller : callers) {
                caller.close();
            }

            Patience.until("all are gone", () -> house.gateway.stats().inFlight() == 0);
            assertThat(List.of(house.infer("two", House.x(1, 2)).statusCode()))
                    .containsExactly(200);
        }
    }
}
