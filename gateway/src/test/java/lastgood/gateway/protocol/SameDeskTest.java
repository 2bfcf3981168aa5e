package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.prediction.Arm;
import lastgood.core.release.ServiceName;
import lastgood.gateway.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// However a prediction is asked for, it is split, covered and counted as any other.
class SameDeskTest {
    private static final ServiceName TWO = new ServiceName("two");

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aKeyStaysWithItsReleaseWhateverTheDialect() {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var candidate = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));
        house.tryOut(live, candidate, 0.5, House.watch(1, 0, Duration.ofSeconds(1)));

        var seen = new HashSet<String>();
        for (var key : IntStream.range(0, 20).mapToObj(i -> "customer-" + i).toList()) {
            var releases =
                    everyWay("1,2", key).stream()
                            .map(answer ->
                                    answer.headers().firstValue("Lastgood-Release").orElseThrow())
                            .distinct()
                            .toList();
            assertThat(releases).as(key).hasSize(1);
            seen.addAll(releases);
        }
        assertThat(seen).containsExactlyInAnyOrder("r1", "r2");
        assertThat(house.gateway.stats().requests()).isEqualTo(80);
    }

    @Test
    void liveCoversForACandidateWhateverTheDialectAndEachFailureCounts() {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var failing = house.ready(house.drafts.of("two", 2, "models/gather.onnx"));
        house.tryOut(live, failing, 1, House.watch(1, 0, Duration.ofMinutes(1)));

        var answers = everyWay("1,99", "customer-1");

        assertThat(answers)
                .hasSize(4)
                .allSatisfy(answer -> {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.headers().firstValue("Lastgood-Release")).contains("r1");
                    assertThat(answer.headers().firstValue("Lastgood-Prediction-Id")).isPresent();
                    assertThat(answer.body()).contains("2.0,198.0");
                });
        var errors =
                house.gateway
                        .counts()
                        .count(TWO, 1)
                        .orElseThrow()
                        .tallies()
                        .get(new Signal.Errors());
        assertThat(String.valueOf(errors)).contains(new Place(0, Arm.CANDIDATE).toString());
    }

    /// The same two values, asked for in four ways.
    private List<HttpResponse<String>> everyWay(String values, String key) {
        var parts = values.split(",", 2);
        var x = Arrays.stream(parts).mapToDouble(Double::parseDouble).toArray();
        var answers = new ArrayList<HttpResponse<String>>();
        answers.add(house.infer("two", House.x(x), "Lastgood-Key", key));
        answers.add(
                house.post(
                        "/v1/models/two:predict",
                        "{\"instances\":[[" + values + "]]}",
                        "Lastgood-Key",
                        key));
        answers.add(
                house.post(
                        "/invocations",
                        "{\"dataframe_split\":{\"columns\":[0,1],\"data\":[[" + values + "]]}}",
                        "Lastgood-Key",
                        key,
                        "Content-Type",
                        "application/json"));
        answers.add(
                house.post(
                        "/services/two/invocations",
                        "a,b\n" + values + "\n",
                        "Lastgood-Key",
                        key,
                        "Content-Type",
                        "text/csv"));
        return answers;
    }
}
