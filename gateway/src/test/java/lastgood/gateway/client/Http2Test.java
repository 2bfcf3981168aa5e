package lastgood.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import lastgood.gateway.client.Failure.Kind;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The client and HTTP/2 servers that do whatever servers can do, over real sockets.
class Http2Test {
    private final Asker asker = new Asker();
    private final List<AutoCloseable> servers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        asker.close();
        for (var server : servers) {
            server.close();
        }
    }

    @Test
    void manyRequestsShareOneConnection() {
        var server = server(Http2Settings.defaultSettings());
        var all = new ArrayList<Asker.Sent>();
        for (int i = 0; i < 50; i++) {
            all.add(asker.send(server.server(), "x" + i));
        }

        for (int i = 0; i < 50; i++) {
            assertThat(all.get(i).body()).isEqualTo("200 x" + i);
        }
        assertThat(server.accepted()).isEqualTo(1);
        var head = server.asked().getFirst().headers();
        assertThat(head.method()).hasToString("POST");
        assertThat(head.path()).hasToString("/infer");
        assertThat(head.scheme()).hasToString("http");
        assertThat(head.authority()).hasToString(server.server().authority());
        assertThat(head.get("content-type")).hasToString("application/json");
        assertThat(head.get("content-length")).hasToString("2");
    }

    @Test
    void noMoreRequestsAreUnderWayThanTheServerAllows() {
        var server = server(Http2Settings.defaultSettings().maxConcurrentStreams(2));
        var held = new CopyOnWriteArrayList<Http2Server.Ask>();
        server.does(held::add);
        var all = new ArrayList<Asker.Sent>();
        for (int i = 0; i < 6; i++) {
            all.add(asker.send(server.server(), "x" + i));
        }
        Patience.until("two are there", () -> held.size() == 2);
        asker.settle();
        assertThat(held).hasSize(2);

        all.get(5).giveUp(); // It waits, and never gets there.
        server.does(ask -> ask.answer(ask.body()));
        held.forEach(ask -> ask.answer(ask.body()));

        for (int i = 0; i < 5; i++) {
            assertThat(all.get(i).body()).isEqualTo("200 x" + i);
        }
        assertThat(server.asked()).hasSize(5);
        assertThat(server.accepted()).isEqualTo(1);
    }

    @Test
    void largeBodiesGoThereAndBackWhateverTheWindows() {
        var server = server(Http2Settings.defaultSettings().initialWindowSize(1000));
        var large = "0123456789".repeat(100_000);

        assertThat(asker.send(server.server(), large).body()).isEqualTo("200 " + large);
        assertThat(asker.send(server.server(), large).body()).isEqualTo("200 " + large);
    }

    @Test
    void moreThanIsReadIsAFailureAndTheConnectionStays() {
        var server = server(Http2Settings.defaultSettings());
        server.does(ask -> {
            if (ask.body().equals("large")) {
                ask.head("200", false);
                ask.data("x".repeat(Asker.MOST), false);
                ask.data("x", false);
            } else {
                ask.answer(ask.body());
            }
        });

        assertThat(asker.send(server.server(), "large").failure().kind()).isEqualTo(Kind.MALFORMED);
        assertThat(asker.send(server.server(), "small").body()).isEqualTo("200 small");
        assertThat(server.accepted()).isEqualTo(1);
        Patience.until("it is told so", () -> server.resets().contains(Http2Error.CANCEL.code()));
    }

    @Test
    void aStreamThatIsRefusedWasNotBegunAndOneThatIsResetMayHaveBeen() {
        var server = server(Http2Settings.defaultSettings());
        server.does(ask -> {
            if (ask.body().equals("half")) {
                ask.head("200", false);
            }
            ask.reset(
                    ask.body().equals("refuse")
                            ? Http2Error.REFUSED_STREAM
                            : Http2Error.INTERNAL_ERROR);
        });

        assertThat(asker.send(server.server(), "refuse").failure().kind()).isEqualTo(Kind.REFUSED);
        assertThat(asker.send(server.server(), "fail").failure().kind()).isEqualTo(Kind.RESET);
        assertThat(asker.send(server.server(), "half").failure().kind()).isEqualTo(Kind.RESET);
        assertThat(server.accepted()).isEqualTo(1);
    }

    /// As a server that is taken out of service: what it has begun it ends, and what it has not goes elsewhere.
    @Test
    void whoGoesAwayAnswersWhatItHasBegunAndTheRestIsStale() {
        var server = server(Http2Settings.defaultSettings());
        var held = new CopyOnWriteArrayList<Http2Server.Ask>();
        server.does(held::add);
        var begun = asker.send(server.server(), "begun");
        Patience.until("it is there", () -> held.size() == 1);
        server.does(ask -> {
            if (ask.connection() == 1) {
                ask.goAway(held.getFirst().stream().id());
            } else {
                ask.answer(ask.body());
            }
        });

        assertThat(asker.send(server.server(), "too late").failure().kind()).isEqualTo(Kind.STALE);
        assertThat(asker.send(server.server(), "next").body()).isEqualTo("200 next");
        held.getFirst().answer("ended");

        assertThat(begun.body()).isEqualTo("200 ended");
        assertThat(server.accepted()).isEqualTo(2);
        Patience.until("the first connection is over", () -> server.ended() == 1);
    }

    @Test
    void aConnectionThatEndsIsTheEndOfAllThatItCarries() {
        var server = server(Http2Settings.defaultSettings());
        var held = new CopyOnWriteArrayList<Http2Server.Ask>();
        server.does(held::add);
        var nothing = asker.send(server.server(), "nothing");
        var half = asker.send(server.server(), "half");
        Patience.until("both are there", () -> held.size() == 2);
        held.getLast().head("200", false);
        held.getLast().data("ha", false);
        var _ = held.getLast().context().channel().close();

        assertThat(
                        List.of(nothing.failure(), half.failure()).stream()
                                .map(Failure::kind)
                                .collect(Collectors.toSet()))
                .isEqualTo(Set.of(Kind.BROKEN, Kind.CUT_OFF));
        server.does(ask -> ask.answer(ask.body()));
        assertThat(asker.send(server.server(), "next").body()).isEqualTo("200 next");
    }

    @Test
    void whoIsGivenUpTakesItsStreamAlongAndOthersGoOn() {
        var server = server(Http2Settings.defaultSettings());
        var held = new CopyOnWriteArrayList<Http2Server.Ask>();
        server.does(held::add);
        var late = asker.send(server.server(), "late");
        var other = asker.send(server.server(), "other");
        Patience.until("both are there", () -> held.size() == 2);

        late.giveUp();

        Patience.until("it is told so", () -> server.resets().contains(Http2Error.CANCEL.code()));
        held.forEach(ask -> ask.answer(ask.body()));
        assertThat(other.body()).isEqualTo("200 other");
        assertThat(late.heard()).isNotDone();
        server.does(ask -> ask.answer(ask.body()));
        assertThat(asker.send(server.server(), "next").body()).isEqualTo("200 next");
        assertThat(server.accepted()).isEqualTo(1);
    }

    /// It accepts, agrees, and then says nothing ever again: as where a cable was pulled.
    @Test
    void aConnectionWithoutASignOfLifeIsClosedOnceSomebodyIsGivenUp() throws Exception {
        try (var silent = new ScriptedServer()) {
            var heard = new ConcurrentLinkedQueue<String>();
            silent.plays(line -> {
                line.socket().getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
                for (int b = line.read(); b >= 0; b = line.read()) {
                    heard.add(Character.toString(b));
                }
            });
            var h2c =
                    Server.at(
                            URI.create(
                                    silent.server().address().toString().replace("http", "h2c")));
            var late = asker.send(h2c, "late");
            var other = asker.send(h2c, "other");
            Patience.until("both are there", () -> String.join("", heard).contains("other"));

            late.giveUp();

            assertThat(other.failure())
                    .satisfies(failure -> {
                        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
                        assertThat(failure.detail()).contains("no sign of life");
                    });
        }
    }

    @Test
    void aConnectionThatNobodyUsesIsClosed() {
        var server = server(Http2Settings.defaultSettings());
        try (var hasty = new Asker(Duration.ofMillis(200))) {
            assertThat(hasty.send(server.server(), "one").body()).isEqualTo("200 one");
            Patience.until("it is closed", () -> server.ended() == 1);

            assertThat(hasty.send(server.server(), "two").body()).isEqualTo("200 two");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aResponseThatComesBeforeItsRequestHasGoneOutKeepsTheRestBack() {
        var server = server(Http2Settings.defaultSettings().initialWindowSize(0));
        server.answersHeads("413");

        var sent = asker.send(server.server(), "x".repeat(100_000));

        assertThat(sent.body()).isEqualTo("413 ");
        Patience.until("it is told so", () -> server.resets().contains(Http2Error.CANCEL.code()));
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void whoDoesNotSpeakItIsNotReached() {
        try (var other = new ScriptedServer()) {
            other.plays(line -> {
                line.head();
                line.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            });
            var address = other.server().address().toString().replace("http", "h2c");

            assertThat(asker.send(Server.at(URI.create(address))).failure().kind())
                    .isEqualTo(Kind.NOT_REACHED);

            other.plays(ScriptedServer.Line::listen);
            assertThat(asker.send(Server.at(URI.create(address))).failure().kind())
                    .as("one that says nothing")
                    .isEqualTo(Kind.NOT_REACHED);
        }
    }

    @Test
    void framesThatBreakTheProtocolAreAFailureAndNobodyHangs() {
        var server = server(Http2Settings.defaultSettings());
        server.does(ask -> ask.data("a body without a head", true));
        assertThat(asker.send(server.server()).failure().kind())
                .isIn(Kind.MALFORMED, Kind.RESET, Kind.BROKEN);

        server.does(ask -> {
            ask.head("abc", true);
        });
        assertThat(asker.send(server.server()).failure().kind()).isEqualTo(Kind.MALFORMED);

        server.does(ask -> {
            var rubbish = Unpooled.buffer().writeZero(100).setByte(0, 0xff);
            var _ = ask.context().pipeline().firstContext().writeAndFlush(rubbish);
        });
        assertThat(asker.send(server.server()).failure().kind()).isIn(Kind.MALFORMED, Kind.BROKEN);

        server.does(ask -> ask.answer(ask.body()));
        assertThat(asker.send(server.server(), "next").body()).isEqualTo("200 next");
    }

    private Http2Server server(Http2Settings settings) {
        var server = new Http2Server(settings);
        servers.add(server);
        return server;
    }
}
