package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import lastgood.gateway.client.Http2Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Releases whose model a server serves that speaks HTTP/2 in clear text.
class UpstreamHttp2Test {
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void itAnswersForItsReleaseAndManyCallersShareItsConnections() {
        var server = server();
        var upstreams = live(server);

        var answers =
                IntStream.range(0, 60)
                        .mapToObj(_ -> CompletableFuture.supplyAsync(upstreams::ask))
                        .toList();

        for (var answer : answers) {
            assertThat(answer.join().body()).contains("\"data\":[3.0,6.0]");
        }
        // One for each event loop at most.
        assertThat(server.accepted()).isBetween(1, Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aRefusedStreamIsAskedForElsewhereAndCountsAndOneThatIsResetIsNotAskedForAgain() {
        var one = server();
        var other = server();
        var upstreams = live(one, other);
        one.does(ask -> {
            if (isInfer(ask)) {
                ask.reset(Http2Error.REFUSED_STREAM);
            } else {
                serve(ask);
            }
        });
        for (int i = 0; i < 4; i++) {
            assertThat(upstreams.ask().statusCode()).isEqualTo(200);
        }
        assertThat(upstreams.told(one.url()).failures()).isPositive();
        long retried = upstreams.told(other.url()).retried();
        assertThat(retried).isPositive();

        one.does(ask -> {
            if (isInfer(ask)) {
                ask.reset(Http2Error.INTERNAL_ERROR);
            } else {
                serve(ask);
            }
        });
        assertThat(List.of(upstreams.ask().statusCode(), upstreams.ask().statusCode()))
                .as("one of them went there")
                .anyMatch(status -> status >= 500);
        assertThat(upstreams.told(other.url()).retried()).isEqualTo(retried);
    }

    @Test
    void aServerThatGoesAwayFailsNobody() {
        var server = server();
        var upstreams = live(server);
        var gone = new AtomicBoolean();
        server.does(ask -> {
            if (isInfer(ask) && !gone.getAndSet(true)) {
                ask.goAway(0);
            } else {
                serve(ask);
            }
        });
        int before = server.accepted();

        var answer = upstreams.ask();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(server.accepted()).isGreaterThan(before);
        assertThat(upstreams.told(server.url()).failures()).isZero();
        assertThat(upstreams.told(server.url()).retried()).isEqualTo(1);
    }

    private Http2Server server() {
        var server = new Http2Server(Http2Settings.defaultSettings());
        server.does(UpstreamHttp2Test::serve);
        opened.add(server);
        return server;
    }

    private Upstreams live(Http2Server... servers) {
        var upstreams =
                new Upstreams(
                        List.of(servers).stream().map(Http2Server::url).toArray(String[]::new));
        opened.add(upstreams);
        upstreams.live();
        return upstreams;
    }

    private static boolean isInfer(Http2Server.Ask ask) {
        return ask.headers().path().toString().endsWith("/infer");
    }

    private static void serve(Http2Server.Ask ask) {
        var path = ask.headers().path().toString();
        if (isInfer(ask)) {
            ask.answer(Upstreams.ANSWER);
        } else {
            ask.answer(path.equals(Upstreams.PLACE) ? Upstreams.SAID : "{}");
        }
    }
}
