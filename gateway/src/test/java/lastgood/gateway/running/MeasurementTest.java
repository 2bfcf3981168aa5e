package lastgood.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.batch.Effort;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;

/// Of a made-up model that takes as long as it says.
class MeasurementTest {
    private static final int ANY = Integer.MAX_VALUE;
    private static final long MILLI = 1_000_000;
    private static final List<Map<String, Tensor>> GOLDEN = List.of(row(1, 2), row(3), row(5));

    private final AtomicLong time = new AtomicLong();
    private final List<Integer> asked = new ArrayList<>();

    @Test
    void oneRowAndBatchesAreTimed() {
        var effort = measured(GOLDEN, ANY, MILLI, MILLI / 8, Spoilt.NOTHING);

        assertThat(effort.one()).isEqualTo(MILLI + MILLI / 8);
        assertThat(effort.four()).hasValue(MILLI + MILLI / 2);
        assertThat(effort.sixteen()).hasValue(3 * MILLI);
    }

    @Test
    void whatIsFastIsAskedForNoBatch() {
        var effort = measured(GOLDEN, ANY, 1000, 1000, Spoilt.NOTHING);

        assertThat(effort).isEqualTo(Effort.alone(2000));
        assertThat(asked).containsOnly(1);
    }

    @Test
    void whatBecomesFasterIsAskedUntilItDoesNot() {
        var runs = new AtomicLong();
        var effort =
                new Measurement(
                                inputs -> {
                                    long run = runs.incrementAndGet();
                                    time.addAndGet(
                                            Math.max(MILLI / 10, 2 * MILLI - run * MILLI / 20));
                                    return Outcome.done(List.copyOf(inputs.values()));
                                },
                                time::get,
                                OptionalLong::empty)
                        .of(GOLDEN, 1)
                        .orElseThrow();

        assertThat(effort).isEqualTo(Effort.alone(MILLI / 10));
        assertThat(runs.get()).isBetween(38L, 60L);
    }

    @Test
    void whatIsSlowAndStaysSoIsNotAskedForLong() {
        measured(GOLDEN, 1, 30 * MILLI, 0, Spoilt.NOTHING);

        assertThat(asked).hasSize(5);
    }

    @Test
    void noMoreRowsAreAskedThanTheReleaseTakes() {
        measured(GOLDEN, 15, MILLI, MILLI, Spoilt.NOTHING);

        assertThat(asked).containsOnly(1, 4);
    }

    @Test
    void whatTakesARequestAtATimeIsAskedThemAsTheyAre() {
        measured(GOLDEN, 1, MILLI, MILLI, Spoilt.NOTHING);

        assertThat(asked).containsOnly(2);
    }

    @Test
    void rowsThatKnowOfEachOtherAreNoBatch() {
        assertThat(measured(GOLDEN, ANY, MILLI, 1, Spoilt.BY_OTHERS).batchPays()).isFalse();
    }

    @Test
    void anotherNumberOfRowsIsNoBatch() {
        assertThat(measured(GOLDEN, ANY, MILLI, 1, Spoilt.ROWS).batchPays()).isFalse();
    }

    /// Whether they know of each other cannot be seen then.
    @Test
    void rowsThatAreAllTheSameAreNoBatch() {
        assertThat(measured(List.of(row(1), row(1)), ANY, MILLI, 1, Spoilt.NOTHING).batchPays())
                .isFalse();
    }

    @Test
    void aBatchThatWouldTakeLongIsNotTried() {
        var effort = measured(GOLDEN, ANY, 1, 400 * MILLI, Spoilt.NOTHING);

        assertThat(effort.four()).isEmpty();
        assertThat(asked).as("and what takes long is asked once").containsExactly(1);
    }

    @Test
    void whatDoesNotAnswerHasNoCost() {
        var silent =
                new Measurement(
                        _ -> Outcome.refused(Problem.of(Code.MODEL_FAILED, "it fails")),
                        time::get,
                        OptionalLong::empty);

        assertThat(silent.of(GOLDEN, ANY)).isEmpty();
    }

    /// It has stepped back, and others work: every run waits longer than it works.
    @Test
    void whatWaitsForACoreIsNotSlow() {
        assertThat(worked(9 * MILLI, MILLI / 50)).isEqualTo(Effort.alone(MILLI / 50));
    }

    /// Several of its threads worked at once: whoever asked waited no longer than the clock says.
    @Test
    void whatIsWorkedOnByManyTakesWhatPasses() {
        assertThat(worked(MILLI, 3 * MILLI)).isEqualTo(Effort.alone(MILLI));
    }

    /// @param passes with each run
    /// @param works all in all for each run
    private Effort worked(long passes, long works) {
        var worked = new AtomicLong();
        return new Measurement(
                        inputs -> {
                            time.addAndGet(passes);
                            worked.addAndGet(works);
                            return Outcome.done(List.copyOf(inputs.values()));
                        },
                        time::get,
                        () -> OptionalLong.of(worked.get()))
                .of(GOLDEN, 1)
                .orElseThrow();
    }

    private enum Spoilt {
        NOTHING,
        BY_OTHERS,
        ROWS
    }

    private Effort measured(
            List<Map<String, Tensor>> golden, int many, long base, long perRow, Spoilt spoilt) {
        return new Measurement(
                        inputs -> {
                            var x = Objects.requireNonNull(inputs.get("X"));
                            int rows = (int) x.rows();
                            asked.add(rows);
                            time.addAndGet(base + rows * perRow);
                            return Outcome.done(List.of(answer(x, rows, spoilt)));
                        },
                        time::get,
                        OptionalLong::empty)
                .of(golden, many)
                .orElseThrow();
    }

    private static Tensor answer(Tensor x, int rows, Spoilt spoilt) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += x.values().real(i);
        }
        var said = new float[spoilt == Spoilt.ROWS ? rows + 1 : rows];
        for (int i = 0; i < rows; i++) {
            said[i] = (float) (2 * x.values().real(i) + (spoilt == Spoilt.BY_OTHERS ? sum : 0));
        }
        return new Tensor(
                "Y", Datatype.FP32, List.of((long) said.length, 1L), new Values.Floats(said));
    }

    private static Map<String, Tensor> row(float... values) {
        return Map.of(
                "X",
                new Tensor(
                        "X",
                        Datatype.FP32,
                        List.of((long) values.length, 1L),
                        new Values.Floats(values)));
    }
}
