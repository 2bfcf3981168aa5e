package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Arm;
import lastgood.core.release.Release;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.FixedAnswer;
import lastgood.core.rollout.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What callers get where no release can answer, and a service has said beforehand what that should be.
class FixedAnswerTest {
    private static final ServiceName TWO = new ServiceName("two");
    private static final Settings FIXED = settings(Map.of("Y", List.of("7", "8.5")));

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void everyRowGetsItAndTheAnswerSaysThatItIsNoReleases() {
        house.settle(failing(FIXED));

        var response = house.infer("two", House.x(1, 99, 1, 99));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"model_version\":\"fallback\"")
                .contains("\"degraded\":true", "\"why\":\"")
                .contains("\"shape\":[2,2]", "\"data\":[7.0,8.5,7.0,8.5]");
        assertThat(response.headers().firstValue("Lastgood-Degraded"))
                .hasValueSatisfying(code -> assertThat(code).startsWith("LG-"));
        assertThat(response.headers().firstValue("Lastgood-Labels")).contains("none");
        assertThat(response.headers().firstValue("Lastgood-Release")).isEmpty();
        assertThat(response.headers().firstValue("Lastgood-Prediction-Id")).isEmpty();
        assertThat(house.gateway.stats().degraded()).isEqualTo(1);
        assertThat(house.gateway.stats().errors()).isZero();
    }

    @Test
    void rowsThatWereAskedForGetItToo() {
        house.settle(failing(FIXED));

        var response = house.post("/v1/models/two:predict", "{\"instances\":[[1,99],[1,99]]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"predictions\":[[7.0,8.5],[7.0,8.5]]}");
        assertThat(response.headers().firstValue("Lastgood-Degraded"))
                .hasValueSatisfying(code -> assertThat(code).startsWith("LG-"));
        assertThat(response.headers().firstValue("Lastgood-Prediction-Id")).isEmpty();
    }

    @Test
    void whatTheReleaseCanAnswerItAnswers() {
        house.settle(failing(FIXED));

        var response = house.infer("two", House.x(1, 0));

        assertThat(response.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(response.headers().firstValue("Lastgood-Degraded")).isEmpty();
        assertThat(house.gateway.stats().degraded()).isZero();
    }

    @Test
    void aFailureCountsAgainstTheReleaseAllTheSame() {
        house.prove(failing(FIXED), Optional.empty(), House.watch(1, 0, Duration.ofSeconds(1)));

        assertThat(house.infer("two", House.x(1, 99)).statusCode()).isEqualTo(200);

        var errors =
                house.gateway
                        .counts()
                        .count(TWO, 1)
                        .orElseThrow()
                        .tallies()
                        .getOrDefault(new Signal.Errors(), Tally.EMPTY);
        assertThat(errors.toString()).contains(new Place(0, Arm.CANDIDATE).toString());
        assertThat(house.gateway.stats().degraded()).isEqualTo(1);
    }

    @Test
    void liveAnswersForACandidateBeforeAnythingFixedDoes() {
        var live = house.ready(house.drafts.of("two", 2, "models/times2.onnx"), FIXED);
        house.tryOut(live, failing(FIXED), 1, House.watch(1, 0, Duration.ofSeconds(1)));

        var response = house.infer("two", House.x(1, 99));

        assertThat(response.headers().firstValue("Lastgood-Release")).contains("r2");
        assertThat(response.body()).contains("\"data\":[2.0,198.0]");
    }

    @Test
    void probesAndThoseWhoNameAReleaseAreToldTheTruth() {
        house.settle(failing(FIXED));

        assertThat(house.infer("two", House.x(1, 99), "Lastgood-Probe", House.SECRET).statusCode())
                .isEqualTo(500);
        assertThat(house.post("/v2/models/two/versions/r1/infer", House.x(1, 99)).statusCode())
                .isEqualTo(500);
    }

    @Test
    void aRequestThatNobodyCanUnderstandIsStillTheCallers() {
        house.settle(failing(FIXED));

        assertThat(house.infer("two", "{\"inputs\":[]}").statusCode()).isEqualTo(400);
    }

    @Test
    void aHalfIsGivenAsTheNearestThatAHalfCanBe() {
        house.settle(
                house.ready(
                        house.drafts.of("halves", 1, "models/halves.onnx"),
                        settings(Map.of("Y", List.of("0.1", "2")))));

        var tooGreatTwice =
                """
                {"inputs":[{"name":"X","shape":[1,2],"datatype":"FP16","data":[60000,1]}]}\
                """;

        assertThat(house.infer("halves", tooGreatTwice).body())
                .contains("\"data\":[0.099975586,2.0]");
    }

    @Test
    void whatIsNoAnswerByTheSchemaIsNotGiven() {
        house.settle(failing(settings(Map.of("Y", List.of("7")))));

        assertThat(house.infer("two", House.x(1, 99)).statusCode()).isEqualTo(500);
    }

    @Test
    void aChangedFileHoldsForWhatIsLoadedAlready() {
        house.settle(failing(Drafts.CLASSIFIER));
        assertThat(house.infer("two", House.x(1, 99)).statusCode()).isEqualTo(500);

        failing(FIXED);

        assertThat(degraded(house.infer("two", House.x(1, 99)))).isTrue();
    }

    private Release failing(Settings settings) {
        return house.ready(house.drafts.of("two", 1, "models/gather.onnx"), settings);
    }

    private static boolean degraded(HttpResponse<String> response) {
        return response.statusCode() == 200
                && response.headers().firstValue("Lastgood-Degraded").isPresent();
    }

    private static Settings settings(Map<String, List<String>> outputs) {
        var plain = Drafts.CLASSIFIER;
        return new Settings(
                plain.task(),
                plain.terms(),
                plain.answer(),
                plain.owners(),
                Optional.of(new FixedAnswer(new TreeMap<>(outputs))),
                plain.isolation());
    }
}
