package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lastgood.testing.Patience;
import lastgood.testing.RudeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several servers that serve one model, some of them badly, over real sockets.
class UpstreamsTest {
    private final RudeServer one = Upstreams.server();
    private final RudeServer other = Upstreams.server();
    private final List<Upstreams> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Upstreams::close);
        one.close();
        other.close();
    }

    @Test
    void bothAreAsked() {
        var upstreams = live(one, other);

        for (int i = 0; i < 10; i++) {
            assertThat(upstreams.ask().statusCode()).isEqualTo(200);
        }

        assertThat(Upstreams.inferred(one)).isGreaterThanOrEqualTo(5);
        assertThat(Upstreams.inferred(other)).isGreaterThanOrEqualTo(5);
    }

    @Test
    void nobodyMissesTheOneThatDies() {
        var upstreams = live(one, other);
        other.close();

        for (int i = 0; i < 40; i++) {
            assertThat(upstreams.ask().statusCode()).as("request %d", i).isEqualTo(200);
        }

        var told = upstreams.told(other.url());
        assertThat(told.out()).hasSize(1);
        assertThat(told.out().getFirst().alone()).isFalse();
        assertThat(told.failures()).isEqualTo(5);
        assertThat(upstreams.told(one.url()).retried()).isBetween(5L, 6L);
        assertThat(upstreams.told(one.url()).out()).isEmpty();
    }

    @Test
    void theOnlyOneThatFailsIsAskedNoMoreUntilItAnswersAgain() throws InterruptedException {
        var upstreams = live(one);
        one.on(Upstreams.INFER, RudeServer.says(503, _ -> "{}"));
        for (int i = 0; i < 5; i++) {
            assertThat(upstreams.ask().body()).contains("answers with status 503");
        }
        long before = Upstreams.inferred(one);

        var refused = upstreams.ask();

        assertThat(refused.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(refused.body())
                .contains("its upstream is not asked after failures, and looked at again in");
        assertThat(Upstreams.inferred(one)).isEqualTo(before);
        assertThat(upstreams.told(one.url()).out().getFirst().alone()).isTrue();

        one.on(Upstreams.INFER, RudeServer.says(Upstreams.ANSWER));
        Patience.until("it is asked again", () -> upstreams.ask().statusCode() == 200);
        assertThat(upstreams.told(one.url()).out()).isEmpty();
    }

    @Test
    void whoDeclinesIsAskedForByTheOtherAndWhoMayHaveBegunIsNot() {
        var upstreams = live(one, other);
        one.on(
                Upstreams.INFER,
                (server, asked, exchange) -> {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                    RudeServer.says(503, _ -> "{}").answer(server, asked, exchange);
                });
        for (int i = 0; i < 4; i++) {
            assertThat(upstreams.ask().statusCode()).isEqualTo(200);
        }
        assertThat(upstreams.told(other.url()).retried()).isPositive();

        long tried = upstreams.told(other.url()).retried();
        one.on(Upstreams.INFER, RudeServer.says(503, _ -> "{}"));
        assertThat(List.of(upstreams.ask().statusCode(), upstreams.ask().statusCode()))
                .as("one of them went there")
                .anyMatch(status -> status >= 500);
        assertThat(upstreams.told(other.url()).retried()).isEqualTo(tried);
    }

    @Test
    void aServerThatAnswersRubbishIsThereAndStaysAsked() {
        var upstreams = live(one);
        one.on(Upstreams.INFER, RudeServer.says(500, _ -> "{}"));
        for (int i = 0; i < 30; i++) {
            assertThat(upstreams.ask().body()).contains("answers with status 500");
        }
        assertThat(upstreams.told(one.url()).failures()).isZero();
    }

    @Test
    void anotherModelBehindOneOfThemMakesNoReleaseReady() {
        other.on(
                "GET " + Upstreams.PLACE,
                RudeServer.says(Upstreams.SAID.replace("onnxruntime_onnx", "tensorrt_plan")));

        assertThat(upstreams(one, other).refused().toString())
                .contains("serves another model", other.url(), "platform was");
    }

    @Test
    void whoComesLateIsAskedOnlyOnceItServesTheSame() {
        other.on("GET /v2/health/ready", RudeServer.says(503, _ -> "{}"));
        var upstreams = live(one, other);
        assertThat(upstreams.told(other.url()).out().getFirst().why()).contains("must answer 200");

        other.on(
                "GET " + Upstreams.PLACE,
                RudeServer.says(Upstreams.SAID.replace("onnxruntime_onnx", "tensorrt_plan")));
        other.on("GET /v2/health/ready", RudeServer.says("{}"));
        Patience.until(
                "it is looked at",
                () -> {
                    assertThat(upstreams.ask().statusCode()).isEqualTo(200);
                    return upstreams
                            .told(other.url())
                            .out()
                            .getFirst()
                            .why()
                            .contains("it serves another model");
                });
        assertThat(Upstreams.inferred(other)).isZero();

        other.on("GET " + Upstreams.PLACE, RudeServer.says(Upstreams.SAID));
        Patience.until(
                "it is asked",
                () -> {
                    assertThat(upstreams.ask().statusCode()).isEqualTo(200);
                    return Upstreams.inferred(other) > 0;
                });
    }

    private Upstreams live(RudeServer... servers) {
        var upstreams = upstreams(servers);
        upstreams.live();
        return upstreams;
    }

    private Upstreams upstreams(RudeServer... servers) {
        var upstreams =
                new Upstreams(
                        List.of(servers).stream().map(RudeServer::url).toArray(String[]::new));
        opened.add(upstreams);
        return upstreams;
    }
}
