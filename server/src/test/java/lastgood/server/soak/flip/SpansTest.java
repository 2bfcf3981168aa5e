package lastgood.server.soak.flip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Answer;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Numbers;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Row;
import org.junit.jupiter.api.Test;

class SpansTest {
    private final Oracle oracle =
            new Tumour(Home.find()).oracle(Map.of("r1", "model-v1.onnx", "r2", "model-v2.onnx"));
    private final Row row = oracle.telling().getFirst();
    private final AtomicLong newest = new AtomicLong();
    private final Spans spans = new Spans(oracle, newest);

    @Test
    void ofAnEpochItsFirstAndLastMomentsAreKept() {
        spans.answered(row, answer(200, "r1", 5, 10, 20));
        spans.answered(row, answer(200, "r1", 5, 12, 14));

        assertThat(spans.byEpoch())
                .containsExactly(Map.entry(5L, new Spans.Span("r1", 2, 14, 12, 20)));
        assertThat(newest).hasValue(5);
        assertThat(spans.complaints()).isEmpty();
    }

    @Test
    void aFailureIsCountedAndTold() {
        spans.failed(row, 1, new IOException("reset"));
        spans.answered(row, answer(500, "r1", 5, 1, 2));

        assertThat(spans.failed()).isEqualTo(2);
        assertThat(spans.complaints()).hasSize(2).first().asString().contains("reset");
        assertThat(spans.byEpoch()).isEmpty();
    }

    @Test
    void theNumbersOfAnotherReleaseAreWrong() {
        var r1 = answer(200, "r1", 5, 1, 2);
        spans.answered(row, new Answer(200, "r2", 6, "p", r1.body(), 1, 2));

        assertThat(spans.wrong()).isOne();
        assertThat(spans.complaints()).singleElement().asString().contains("answered as 'r2'");
    }

    @Test
    void oneEpochWithTwoReleasesIsWrong() {
        spans.answered(row, answer(200, "r1", 5, 1, 2));
        spans.answered(row, answer(200, "r2", 5, 3, 4));

        assertThat(spans.wrong()).isOne();
        assertThat(spans.complaints()).containsExactly("epoch 5 answers as r1 and as r2");
    }

    private Answer answer(int status, String release, long epoch, long sent, long answered) {
        Numbers n = oracle.answer(release, row);
        var body =
                """
                {"outputs":[{"name":"label","data":[%d]},{"name":"probabilities","data":[%s,%s]}]}
                """
                        .formatted(n.label(), n.probabilities()[0], n.probabilities()[1]);
        return new Answer(
                status, release, epoch, "p", body.getBytes(StandardCharsets.UTF_8), sent, answered);
    }
}
