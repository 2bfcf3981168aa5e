package lastgood.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lastgood.core.release.Datatype;
import lastgood.gateway.recording.ShadowCount.Likeness;
import lastgood.gateway.running.PredictedValue.How;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;

class ResemblanceTest {
    private static final PredictedValue CLASS = new PredictedValue(0, How.CLASS, .5);
    private static final PredictedValue ITSELF = new PredictedValue(0, How.ITSELF, .5);

    @Test
    void scoresOfSeveralClassesAgreeOnTheGreatestAndDifferByTheOneThatDiffersMost() {
        var likeness =
                of(
                        CLASS,
                        floats(3, .75f, .25f, 0, .5f, .25f, .25f),
                        CLASS,
                        floats(3, .625f, .25f, .125f, .25f, .5f, .25f));

        assertThat(likeness).isEqualTo(new Likeness(2, 1, 2, .375, .25));
    }

    @Test
    void oneScoreAgreesOnItsSideOfEachReleasesOwnThreshold() {
        var strict = new PredictedValue(0, How.CLASS, .9);

        assertThat(of(CLASS, floats(1, .75f), CLASS, floats(1, .5f)))
                .isEqualTo(new Likeness(1, 1, 1, .25, .25));
        assertThat(of(CLASS, floats(1, .75f), strict, floats(1, .75f)))
                .isEqualTo(new Likeness(1, 0, 1, 0, 0));
    }

    @Test
    void predictedNumbersDifferByALittleAndAreNotCalledOther() {
        var likeness = of(ITSELF, floats(1, 10, 20), ITSELF, floats(1, 10.5f, 18));

        assertThat(likeness.rows()).isZero();
        assertThat(likeness.scored()).isEqualTo(2);
        assertThat(likeness.shift()).isCloseTo(2.5, within(1e-9));
        assertThat(likeness.most()).isEqualTo(2);
    }

    @Test
    void aLabelAgreesWithAClassThatIsFoundByItsScores() {
        var likeness = of(ITSELF, wholes(1, 0), CLASS, floats(2, .25f, .75f, .25f, .75f));

        assertThat(likeness).isEqualTo(new Likeness(2, 1, 0, 0, 0));
    }

    @Test
    void whatHasOtherRowsIsNotCompared() {
        assertThat(of(ITSELF, wholes(1, 0), ITSELF, wholes(1))).isEqualTo(Likeness.UNKNOWN);
    }

    @Test
    void ofManyRowsTheFirstAreCompared() {
        assertThat(of(ITSELF, wholes(new long[1000]), ITSELF, wholes(new long[1000])).rows())
                .isEqualTo(64);
    }

    private static Likeness of(
            PredictedValue one, Tensor said, PredictedValue other, Tensor theirs) {
        return Resemblance.of(one, List.of(said), other, List.of(theirs));
    }

    private static Tensor floats(int width, float... values) {
        long rows = values.length / width;
        return new Tensor(
                "Y", Datatype.FP32, List.of(rows, (long) width), new Values.Floats(values));
    }

    private static Tensor wholes(long... values) {
        return new Tensor(
                "label", Datatype.INT64, List.of((long) values.length), new Values.Wholes(values));
    }
}
