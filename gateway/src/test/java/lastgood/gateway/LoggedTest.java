package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.prediction.LoggedPrediction.Status;
import lastgood.core.prediction.LoggedTensor;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.release.Schema;
import lastgood.core.release.ServiceName;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.FixedAnswer;
import lastgood.core.rollout.LogPolicy;
import lastgood.core.rollout.LogPolicy.Redacted;
import lastgood.core.rollout.LogPolicy.Side;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Share;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What of requests over HTTP is left for the prediction log.
class LoggedTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void anAnswerIsLoggedWithAllThatSaysWhereItCameFrom() {
        var live = house.ready(times2(1));
        long epoch = house.settle(live);

        var answer = house.infer("two", House.x(1, 2), "Lastgood-Key", "alice");

        var logged = only();
        assertThat(logged.release().service()).isEqualTo(new ServiceName("two"));
        assertThat(logged.release().id()).isEqualTo(live.id());
        assertThat(logged.release().parts())
                .containsOnlyKeys(PartName.values())
                .containsEntry(PartName.MODEL, live.parts().model().graph().digest().toString());
        assertThat(logged.epoch()).isEqualTo(epoch);
        assertThat(logged.id()).isEqualTo(answer.headers().firstValue("Lastgood-Prediction-Id"));
        assertThat(logged.status()).isEqualTo(Status.ANSWERED);
        assertThat(logged.complete()).isTrue();
        assertThat(logged.micros()).isPositive();
        assertThat(floats(tensor(logged.inputs(), "X"))).containsExactly(1f, 2f);
        assertThat(floats(tensor(logged.outputs(), "Y"))).containsExactly(2f, 4f);
    }

    @Test
    void aKeyIsLoggedAsSomethingElseThatIsTheSameForTheSameKeyOfOneService() {
        house.settle(house.ready(times2(1)));

        house.infer("two", House.x(1, 2), "Lastgood-Key", "alice");
        house.infer("two", House.x(1, 2), "Lastgood-Key", "alice");
        house.infer("two", House.x(1, 2), "Lastgood-Key", "bob");
        house.infer("two", House.x(1, 2));

        var keys = logged(4).stream().map(LoggedPrediction::keyHash).toList();
        assertThat(keys.get(0)).isPresent().isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
        assertThat(keys.get(0).orElseThrow()).doesNotContain("alice").hasSize(24);
        assertThat(keys.get(3)).isEmpty();
        assertThat(House.SEAL.copy().pseudonym(new ServiceName("two"), "alice"))
                .isEqualTo(keys.get(0).orElseThrow());
        assertThat(House.SEAL.copy().pseudonym(new ServiceName("three"), "alice"))
                .isNotEqualTo(keys.get(0).orElseThrow());
    }

    @Test
    void anAnswerInTheCandidatesPlaceIsLiveAnswersAndTheCandidatesArm() {
        var live = house.ready(times2(1));
        var candidate = house.ready(house.drafts.of("two", 2, "models/gather.onnx"));
        house.tryOut(live, candidate, 1, House.watch(3, 1, Duration.ofSeconds(1)));

        house.infer("two", House.x(1, 99));

        var logged = only();
        assertThat(logged.release().id()).isEqualTo(live.id());
        assertThat(logged.arm()).isEqualTo(Arm.CANDIDATE);
        assertThat(logged.shielded()).isTrue();
        assertThat(logged.rollout()).isEqualTo(3);
        assertThat(logged.step()).isEqualTo(1);
    }

    @Test
    void whatNoReleaseAnsweredIsLoggedWithItsCode() {
        house.settle(failing(1, Optional.empty()));
        house.infer("two", House.x(1, 99));
        house.settle(failing(2, Optional.of(fixed())));
        house.infer("two", House.x(1, 99));

        var logged = logged(2);
        assertThat(logged.get(0).status()).isEqualTo(Status.FAILED);
        assertThat(logged.get(0).code()).contains("LG-1604");
        assertThat(logged.get(0).id()).isEmpty();
        assertThat(logged.get(0).outputs()).isEmpty();
        assertThat(logged.get(1).status()).isEqualTo(Status.DEGRADED);
        assertThat(floats(tensor(logged.get(1).outputs(), "Y"))).containsExactly(7f, 8f);
    }

    @Test
    void probesAndRequestsThatNoReleaseWasAskedLeaveNoTrace() {
        house.settle(house.ready(times2(1)));

        house.infer("two", House.x(1, 2), "Lastgood-Probe", House.SECRET);
        house.infer("two", "{\"inputs\":[]}");
        house.infer("two", "nonsense");
        house.infer("three", House.x(1, 2));

        house.infer("two", House.x(5, 5));
        assertThat(floats(tensor(only().inputs(), "X"))).containsExactly(5f, 5f);
    }

    @Test
    void offMeansNothing() {
        house.settle(house.ready(times2(1), with(new LogPolicy.Off())));
        house.settle(house.ready(times2(2), with(policy(true, true))));
        house.infer("two", House.x(1, 2));
        assertThat(only().release().id().number()).isEqualTo(2);

        house.ready(times2(2), with(new LogPolicy.Off()));
        house.infer("two", House.x(1, 2));
        house.infer("two", House.x(1, 2));

        assertThat(house.log.kept()).hasSize(1);
    }

    @Test
    void inputsAndOutputsCanBeLeftOut() {
        house.settle(house.ready(times2(1), with(policy(false, true))));
        house.infer("two", House.x(1, 2));
        house.settle(house.ready(times2(2), with(policy(true, false))));
        house.infer("two", House.x(1, 2));

        var logged = logged(2);
        assertThat(logged.get(0).inputs()).isEmpty();
        assertThat(logged.get(0).outputs()).hasSize(1);
        assertThat(logged.get(1).inputs()).hasSize(1);
        assertThat(logged.get(1).outputs()).isEmpty();
    }

    @Test
    void aRedactedTensorIsWithheldAndTheCallersCopyIsNotTouched() {
        house.settle(house.ready(times2(1), with(redacting(Side.INPUTS, "X"))));

        var answer = house.infer("two", House.x(1, 2));

        assertThat(answer.body()).contains("\"data\":[2.0,4.0]");
        var logged = only();
        assertThat(tensor(logged.inputs(), "X").isWithheld()).isTrue();
        assertThat(floats(tensor(logged.outputs(), "Y"))).containsExactly(2f, 4f);
    }

    /// Callers say it in the order of live's schema, and the candidate has another.
    @Test
    void aColumnThatTwoReleasesHaveInDifferentPlacesIsRedactedInBoth() {
        var policy = with(redacting(Side.INPUTS, "salary"));
        var live = house.ready(times2(1).schema(people("age", "salary")), policy);
        var candidate = house.ready(times2(2).schema(people("salary", "age")), policy);
        house.tryOut(live, candidate, 1, House.watch(3, 1));
        house.infer("two", House.x(41, 1000));
        house.settle(live);
        house.infer("two", House.x(41, 1000));

        var logged = logged(2);
        assertThat(logged.getFirst().release().id()).isEqualTo(candidate.id());
        assertThat(floats(tensor(logged.getFirst().inputs(), "X"))).containsExactly(0f, 0f);
        assertThat(floats(tensor(logged.getLast().inputs(), "X"))).containsExactly(41f, 0f);
    }

    @Test
    void whereARedactedNameNamesNothingThatWholeSideIsWithheld() {
        house.settle(house.ready(times2(1), with(redacting(Side.INPUTS, "salary"))));

        house.infer("two", House.x(1, 2));

        var logged = only();
        assertThat(tensor(logged.inputs(), "X").isWithheld()).isTrue();
        assertThat(tensor(logged.outputs(), "Y").isWithheld()).isFalse();
    }

    @Test
    void aSampleIsTheSamePredictionsForWhoeverLooks() {
        house.settle(
                house.ready(
                        times2(1),
                        with(
                                new LogPolicy.On(
                                        new Share(.25),
                                        List.of(),
                                        true,
                                        true,
                                        Duration.ofDays(1),
                                        1000))));
        var ids = new java.util.HashSet<String>();
        for (int n = 0; n < 400; n++) {
            var id =
                    house.infer("two", House.x(1, 2))
                            .headers()
                            .firstValue("Lastgood-Prediction-Id")
                            .orElseThrow();
            if (lastgood.gateway.running.log.LogRule.isSampled(id, .25)) {
                ids.add(id);
            }
        }
        assertThat(ids).hasSizeBetween(50, 150);
        assertThat(logged(ids.size()).stream().map(said -> said.id().orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void whatIsTooLargeIsLoggedWithoutItsValues() {
        house.settle(house.ready(times2(1)));
        var values = new double[300_000];

        assertThat(house.infer("two", House.x(values)).statusCode()).isEqualTo(200);

        var logged = only();
        assertThat(logged.complete()).isFalse();
        assertThat(tensor(logged.inputs(), "X").isWithheld()).isTrue();
        assertThat(tensor(logged.inputs(), "X").shape()).containsExactly(150_000L, 2L);
    }

    /// The note is left after the answer is on its way, so it may come a moment later.
    private List<LoggedPrediction> logged(int count) {
        Patience.until(count + " are logged", () -> house.log.kept().size() >= count);
        assertThat(house.log.kept()).hasSize(count);
        return house.log.kept();
    }

    private LoggedPrediction only() {
        return logged(1).getFirst();
    }

    private Drafts.Draft times2(int number) {
        return house.drafts.of("two", number, "models/times2.onnx");
    }

    private Release failing(int number, Optional<FixedAnswer> fixed) {
        var plain = Drafts.CLASSIFIER;
        return house.ready(
                house.drafts.of("two", number, "models/gather.onnx"),
                new Settings(
                        plain.task(),
                        plain.terms(),
                        plain.answer(),
                        plain.owners(),
                        fixed,
                        Optional.empty()));
    }

    private static FixedAnswer fixed() {
        return new FixedAnswer(new TreeMap<>(Map.of("Y", List.of("7", "8"))));
    }

    private static LogPolicy policy(boolean inputs, boolean outputs) {
        return new LogPolicy.On(
                Share.ALL, List.of(), inputs, outputs, Duration.ofDays(1), 1_000_000);
    }

    private static Schema people(String... columns) {
        var named =
                Arrays.stream(columns)
                        .map(name ->
                                new Column(
                                        name,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(),
                                        false))
                        .toList();
        return new Schema(
                List.of(new TensorSpec("X", Datatype.FP32, List.of(-1L, 2L), named)),
                List.of(new TensorSpec("Y", Datatype.FP32, List.of(-1L, 2L), List.of())));
    }

    private static LogPolicy redacting(Side side, String field) {
        return new LogPolicy.On(
                Share.ALL,
                List.of(new Redacted(side, field)),
                true,
                true,
                Duration.ofDays(1),
                1_000_000);
    }

    private static Settings with(LogPolicy policy) {
        var plain = Drafts.CLASSIFIER;
        return new Settings(
                plain.task(),
                plain.terms(),
                plain.answer(),
                plain.owners(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(policy));
    }

    private static LoggedTensor tensor(List<LoggedTensor> tensors, String name) {
        return tensors.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    }

    private static float[] floats(LoggedTensor tensor) {
        var from = ByteBuffer.wrap(tensor.raw()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        var values = new float[from.remaining()];
        from.get(values);
        return values;
    }
}
