package lastgood.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lastgood.gateway.client.Failure.Kind;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The client and HTTP/1.1 servers that do whatever servers can do, over real sockets.
class Http1Test {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final Asker asker = new Asker();
    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        asker.close();
        server.close();
    }

    @Test
    void aRequestSaysWhatItIs() {
        server.plays(line -> answer(line, request -> request.replace("\r\n", "|")));

        assertThat(asker.send(server.server(), "{\"a\":1}").body())
                .isEqualTo(
                        "200 POST /infer HTTP/1.1|Host: %s|Accept: */*|Content-Type: application/json|Content-Length: 7||{\"a\":1}"
                                .formatted(server.server().authority()));
        var binary = Request.post("/infer", new byte[] {'{', '}', 1}, 3, OptionalInt.of(2), 1000);
        assertThat(asker.send(server.server(), binary).body())
                .contains("Content-Type: application/octet-stream|Content-Length: 3|")
                .contains("Inference-Header-Content-Length: 2||{}");
        assertThat(asker.send(server.server(), Request.get("/v2", 1000)).body())
                .isEqualTo(
                        "200 GET /v2 HTTP/1.1|Host: %s|Accept: */*||"
                                .formatted(server.server().authority()));
    }

    @Test
    void aPathInFrontOfEveryPathStaysThere() {
        server.plays(line -> line.answer(line.head()));
        var below = Server.at(URI.create(server.server().address() + "/gate/way/"));

        assertThat(asker.send(below, Request.get("/v2", 1000)).body())
                .startsWith("200 GET /gate/way/v2 HTTP/1.1");
    }

    @Test
    void oneConnectionCarriesRequestsOneAfterTheOther() {
        server.plays(Http1Test::echo);
        for (int i = 0; i < 10; i++) {
            assertThat(asker.send(server.server(), "x" + i).body()).isEqualTo("200 x" + i);
        }
        assertThat(server.accepted()).isEqualTo(1);
    }

    @Test
    void requestsThatAreUnderWayAtOnceHaveAConnectionEach() {
        var all = new CountDownLatch(6);
        server.plays(line -> {
            var body = body(line.request());
            all.countDown();
            wait(all);
            line.answer(body);
            echo(line);
        });
        var sent = new ArrayList<Asker.Sent>();
        for (int i = 0; i < 6; i++) {
            sent.add(asker.send(server.server(), "x" + i));
        }
        for (int i = 0; i < 6; i++) {
            assertThat(sent.get(i).body()).isEqualTo("200 x" + i);
        }
        assertThat(asker.send(server.server(), "next").body()).isEqualTo("200 next");
        assertThat(server.accepted()).isEqualTo(6);
    }

    @Test
    void aResponseMayComeInPiecesAndInChunksAndAfterAnInterimOne() {
        server.plays(line -> {
            line.request();
            var all =
                    "HTTP/1.1 100 Continue\r\n\r\n"
                            + OK
                            + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";
            for (int i = 0; i < all.length(); i++) {
                line.say(all.substring(i, i + 1));
                line.socket().getOutputStream().flush();
            }
            line.answer(body(line.request()));
        });

        assertThat(asker.send(server.server()).body()).isEqualTo("200 hello");
        assertThat(asker.send(server.server(), "again").body()).isEqualTo("200 again");
        assertThat(server.accepted()).isEqualTo(1);
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                Arguments.of(OK + "Content-Length: 2\r\nConnection: close\r\n\r\nhi"),
                Arguments.of("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"),
                // Whose length is a lie: what is left belongs to nothing.
                Arguments.of(OK + "Content-Length: 2\r\n\r\nhi, and more"),
                Arguments.of(
                        OK + "Content-Length: 2\r\n\r\nhi" + OK + "Content-Length: 4\r\n\r\nevil"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void aConnectionOfWhichNobodyKnowsWhatComesNextIsNotUsedAgain(String answer) {
        server.plays(line -> {
            if (line.number() == 1) {
                line.request();
                line.say(answer);
                line.listen();
            } else {
                echo(line);
            }
        });

        assertThat(asker.send(server.server()).body()).isEqualTo("200 hi");
        assertThat(asker.send(server.server(), "next").body()).isEqualTo("200 next");
        Patience.until("the first is closed", () -> server.ended() == 1);
    }

    @Test
    void whatComesToAnIdleConnectionIsNobodysResponse() {
        var late = new CountDownLatch(1);
        server.plays(line -> {
            if (line.number() == 1) {
                line.answer(body(line.request()));
                wait(late);
                line.answer("evil");
                line.listen();
            } else {
                echo(line);
            }
        });
        assertThat(asker.send(server.server(), "one").body()).isEqualTo("200 one");
        late.countDown();
        Patience.until("it is closed", () -> server.ended() == 1);

        assertThat(asker.send(server.server(), "two").body()).isEqualTo("200 two");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(Kind.BROKEN, ""),
                Arguments.of(Kind.CUT_OFF, "H"),
                Arguments.of(Kind.CUT_OFF, OK),
                Arguments.of(Kind.CUT_OFF, OK + "Content-Length: 10\r\n\r\nhalf"),
                Arguments.of(Kind.CUT_OFF, OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nha"),
                Arguments.of(Kind.CUT_OFF, OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nha\r\n"),
                Arguments.of(Kind.CUT_OFF, "HTTP/1.1 100 Continue\r\n\r\n"),
                Arguments.of(Kind.MALFORMED, "no HTTP at all\r\n"),
                Arguments.of(Kind.MALFORMED, OK + "X: " + "x".repeat(40_000)),
                Arguments.of(
                        Kind.MALFORMED,
                        OK + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
                Arguments.of(Kind.MALFORMED, OK + "Content-Length: 100000000\r\n\r\n"),
                Arguments.of(Kind.MALFORMED, "HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenResponseIsAFailureOfItsKind(Kind kind, String said) {
        server.plays(line -> {
            line.request();
            line.say(said);
            if (kind == Kind.MALFORMED) {
                line.listen(); // It is hung up on.
            }
        });

        assertThat(asker.send(server.server()).failure().kind()).isEqualTo(kind);
        Patience.until("it is over", () -> server.ended() == 1);
    }

    @Test
    void aResponseWithoutLengthEndsWithItsConnection() {
        server.plays(line -> {
            line.request();
            line.say(OK + "\r\nall of it");
        });

        assertThat(asker.send(server.server()).body()).isEqualTo("200 all of it");
    }

    @Test
    void aConnectionThatWasUsedBeforeAndEndsAtOnceIsStaleAndAFreshOneIsNot() {
        server.plays(line -> {
            line.answer(body(line.request()));
            line.request();
        });
        assertThat(asker.send(server.server()).body()).isEqualTo("200 {}");

        assertThat(asker.send(server.server()).failure().kind()).isEqualTo(Kind.STALE);

        server.plays(ScriptedServer.Line::request);
        assertThat(asker.send(server.server()).failure().kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void aConnectionThatWasUsedBeforeAndEndsInTheMiddleIsNotStale() {
        server.plays(line -> {
            line.answer(body(line.request()));
            line.request();
            line.say("HTTP");
        });
        assertThat(asker.send(server.server()).body()).isEqualTo("200 {}");

        assertThat(asker.send(server.server()).failure().kind()).isEqualTo(Kind.CUT_OFF);
    }

    @Test
    void whoIsGivenUpIsHungUpOnAndNobodyHearsWhatCameLate() {
        var asked = new CountDownLatch(1);
        var late = new CountDownLatch(1);
        server.plays(line -> {
            if (line.number() == 1) {
                line.request();
                asked.countDown();
                wait(late);
                line.answer("too late");
                line.listen();
            } else {
                echo(line);
            }
        });
        var first = asker.send(server.server());
        Patience.until("it is there", () -> asked.getCount() == 0);
        first.giveUp();
        late.countDown();

        assertThat(asker.send(server.server(), "two").body()).isEqualTo("200 two");
        Patience.until("it is closed", () -> server.ended() == 1);
        assertThat(first.heard()).isNotDone();
    }

    @Test
    void aResponseThatComesBeforeItsRequestHasGoneOutIsTakenAndItsConnectionIsNot() {
        server.plays(line -> {
            if (line.number() == 1) {
                line.head();
                line.say("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                while (line.socket().getInputStream().skip(1) > 0) {
                    // until the other side hangs up
                }
            } else {
                echo(line);
            }
        });
        var huge = new byte[32 << 20];

        assertThat(
                        asker.send(
                                        server.server(),
                                        Request.post(
                                                "/infer",
                                                huge,
                                                huge.length,
                                                OptionalInt.empty(),
                                                1000))
                                .body())
                .isEqualTo("413 no");
        assertThat(asker.send(server.server(), "next").body()).isEqualTo("200 next");
        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void nobodyAtTheAddressIsToldAndEveryAddressOfANameIsTried() {
        var gone = server.server();
        server.close();
        assertThat(asker.send(gone).failure().kind()).isEqualTo(Kind.NOT_REACHED);

        var unknown = Server.at(URI.create("http://nobody.invalid:1"));
        assertThat(asker.send(unknown).failure())
                .isEqualTo(
                        new Failure(
                                Kind.NOT_REACHED,
                                "nobody.invalid:1: nobody knows the name nobody.invalid"));
    }

    @Test
    void aConnectionThatNobodyUsesIsClosed() {
        server.plays(Http1Test::echo);
        try (var hasty = new Asker(Duration.ofMillis(200))) {
            assertThat(hasty.send(server.server(), "one").body()).isEqualTo("200 one");
            Patience.until("it is closed", () -> server.ended() == 1);

            assertThat(hasty.send(server.server(), "two").body()).isEqualTo("200 two");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aClientThatIsClosedTellsThoseWhoWait() {
        server.plays(ScriptedServer.Line::listen);
        var waits = asker.send(server.server());
        Patience.until("it is there", () -> server.accepted() == 1);

        asker.client.close();

        assertThat(waits.failure().kind()).isIn(Kind.BROKEN, Kind.NOT_REACHED);
        assertThat(asker.send(server.server()).failure().kind()).isEqualTo(Kind.NOT_REACHED);
        Patience.until("it is closed", () -> server.ended() == 1);
    }

    private static void echo(ScriptedServer.Line line) throws IOException {
        answer(line, Http1Test::body);
    }

    /// Until the other side hangs up.
    private static void answer(ScriptedServer.Line line, UnaryOperator<String> how)
            throws IOException {
        for (var request = line.request(); !request.isEmpty(); request = line.request()) {
            line.answer(how.apply(request));
        }
    }

    private static String body(String request) {
        return request.substring(Math.max(0, request.indexOf("\r\n\r\n") + 4));
    }

    private static void wait(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
