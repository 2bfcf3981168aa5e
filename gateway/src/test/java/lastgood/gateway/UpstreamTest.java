package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Standby;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Upstream;
import lastgood.gateway.running.program.Endpoints;
import lastgood.testing.Patience;
import lastgood.testing.RudeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Releases whose model another server serves, over real sockets.
class UpstreamTest {
    private static final String PLACE = "/v2/models/thirds/versions/3";
    private static final String INFER = "POST " + PLACE + "/infer";
    private static final String SAID =
            "{\"name\":\"thirds\",\"versions\":[\"2\",\"3\"],\"platform\":\"onnxruntime_onnx\"}";
    private static final String ANSWER =
            "{\"outputs\":[{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[3,6]}]}";

    private final RudeServer upstream = new RudeServer();
    private final House house =
            new House(
                    s -> s.endpoints = Endpoints.of(Map.of("triton", URI.create(upstream.url()))));
    private final Programs programs = new Programs(house.blobs);

    @BeforeEach
    void aServerThatServes() {
        upstream.on("GET /v2/health/ready", RudeServer.says("{}"));
        upstream.on("GET " + PLACE + "/ready", RudeServer.says("{}"));
        upstream.on("GET " + PLACE, RudeServer.says(SAID));
        upstream.on(INFER, RudeServer.says(ANSWER));
    }

    @AfterEach
    void close() {
        house.close();
        upstream.close();
    }

    @Test
    void theUpstreamAnswersForItsRelease() {
        house.settle(ready(1, SAID));

        var response = house.infer("two", House.x(1, 2));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(release(response)).isEqualTo("r1");
        assertThat(response.body()).contains("\"data\":[3.0,6.0]");
        assertThat(upstream.asked().getLast().toString()).contains("\"data\":[1.0,2.0]");
    }

    @Test
    void aCandidateWhoseUpstreamFailsIsAnsweredForByLive() {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        house.tryOut(live, ready(2, SAID), 1, House.watch(1, 0, Duration.ofSeconds(1)));
        Patience.until(
                "the candidate answers",
                () -> release(house.infer("two", House.x(1, 2))).equals("r2"));

        for (var manner :
                Map.of(
                                "an error",
                                RudeServer.says(503, _ -> "{}"),
                                "rubbish",
                                RudeServer.says("<html>it works</html>"),
                                "another output",
                                RudeServer.says(ANSWER.replace("\"Y\"", "\"Z\"")),
                                "a redirect",
                                RudeServer.sendsOnTo(upstream.url() + PLACE),
                                "half an answer",
                                RudeServer.hangsInTheMiddle("{\"outputs\""),
                                "silence",
                                RudeServer.hangs())
                        .entrySet()) {
            upstream.on(INFER, manner.getValue());
            var response = house.infer("two", House.x(1, 2));
            assertThat(release(response)).as(manner.getKey()).isEqualTo("r1");
            assertThat(response.body()).as(manner.getKey()).contains("\"data\":[2.0,4.0]");
        }
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() {
        house.settle(ready(1, SAID));
        upstream.on(INFER, RudeServer.neverEnds("[".repeat(100_000)));

        assertThat(house.infer("two", House.x(1, 2)).statusCode()).isBetween(500, 504);
    }

    @Test
    void itIsNotReadyWhereTheServerOrTheModelIsNot() {
        upstream.on("GET " + PLACE + "/ready", RudeServer.says(400, _ -> "{}"));

        assertThat(refused(SAID).toString())
                .contains("its upstream is not ready", "must answer 200");
    }

    @Test
    void aServerThatNeverEndsToSayThatItIsReadyIsNotWaitedFor() {
        upstream.on("GET " + PLACE + "/ready", RudeServer.hangsInTheMiddle("{"));
        assertThat(refused(SAID).toString()).contains("its upstream is not ready");

        upstream.on("GET " + PLACE + "/ready", RudeServer.says("{}"));
        upstream.on("GET " + PLACE, RudeServer.neverEnds("{\"name\":"));
        assertThat(refused(SAID).toString()).contains("does not say what it serves");
    }

    @Test
    void whatTheServerSaysOfTheModelIsWhatTheReleaseIsPinnedTo() {
        assertThat(refused(SAID.replace("onnxruntime_onnx", "tensorrt_plan")).toString())
                .contains("serves another model")
                .contains("platform was \"tensorrt_plan\"");
        upstream.on("GET " + PLACE, RudeServer.says(SAID.replace("\"2\",\"3\"", "\"4\"")));
        assertThat(refused(SAID).toString()).contains("it serves the versions [4], not 3");
        upstream.on("GET " + PLACE, RudeServer.says(SAID.replace("\"2\",\"3\"", "\"3\",\"4\"")));
        ready(1, SAID);
    }

    @Test
    void anEndpointThatNobodyDeclaredIsNamed() {
        var parts = parts(SAID, new Upstream("other", "thirds", Optional.of("3")));

        assertThat(prepared(parts).toString())
                .contains("no endpoint 'other' is known here", "[triton]", "--endpoint other=");
    }

    @Test
    void aServerThatIsAwayIsToldAndIsReadyOnceItIsBack() {
        upstream.on("GET /v2/health/ready", RudeServer.says(503, _ -> "{}"));
        assertThat(refused(SAID).toString()).contains("not ready");

        upstream.on("GET /v2/health/ready", RudeServer.says("{}"));

        ready(1, SAID);
    }

    private Release ready(int number, String said) {
        var release = programs.release(number, parts(said, pinned()));
        return switch (house.gateway
                .standby()
                .prepare(release, Drafts.CLASSIFIER, Standby.Footing.PROVEN)) {
            case Outcome.Done<ReleaseId> _ -> release;
            case Outcome.Refused<ReleaseId>(var problem) -> throw new AssertionError(problem);
        };
    }

    private Problem refused(String said) {
        return prepared(parts(said, pinned()));
    }

    private Problem prepared(Parts parts) {
        return switch (house.gateway
                .standby()
                .prepare(programs.release(9, parts), Drafts.CLASSIFIER, Standby.Footing.PROVEN)) {
            case Outcome.Refused<ReleaseId>(var problem) -> problem;
            case Outcome.Done<ReleaseId> _ -> throw new AssertionError("it is ready");
        };
    }

    private static Upstream pinned() {
        return new Upstream("triton", "thirds", Optional.of("3"));
    }

    private Parts parts(String said, Upstream pinned) {
        var graph = house.drafts.of("any", 1, "models/times2.onnx").parts();
        return new Parts(
                new Parts.Model(
                        house.blobs.put("thirds.json", said.getBytes(StandardCharsets.UTF_8))),
                new Parts.Features.None(),
                new Parts.Preprocessing.None(),
                graph.schema(),
                Parts.Runtime.of(pinned),
                new Parts.Config(Duration.ofSeconds(1), .5, Optional.empty(), new TreeMap<>()));
    }

    private static String release(HttpResponse<String> response) {
        return response.headers().firstValue("Lastgood-Release").orElse("nobody");
    }
}
