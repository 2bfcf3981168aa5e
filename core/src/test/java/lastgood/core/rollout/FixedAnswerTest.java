package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import org.junit.jupiter.api.Test;

class FixedAnswerTest {
    private static final TensorSpec LABEL = spec("label", Datatype.INT64, -1);
    private static final TensorSpec SCORES = spec("scores", Datatype.FP32, -1, 3);

    @Test
    void aValueForEachPlaceOfARowIsAnAnswer() {
        var fixed = fixed(Map.of("label", List.of("0"), "scores", List.of("1", "0", "1e-3")));

        assertThat(fixed.misfits(schema(LABEL, SCORES))).isEmpty();
    }

    @Test
    void everyOutputIsNamedAndNoOther() {
        var fixed = fixed(Map.of("label", List.of("0"), "sores", List.of("1", "0", "0")));

        assertThat(fixed.misfits(schema(LABEL, SCORES)))
                .containsExactly(
                        "it says nothing of output scores FP32 [-1, 3]",
                        "there is no output 'sores'");
    }

    @Test
    void aRowHasAsManyValuesAsTheSchemaSays() {
        assertThat(fixed(Map.of("scores", List.of("1"))).misfits(schema(SCORES)))
                .containsExactly("output scores FP32 [-1, 3] has 3 values a row, not 1");
    }

    @Test
    void valuesAreOfTheOutputsType() {
        assertThat(misfits(LABEL, "0.5"))
                .containsExactly("output label INT64 [-1] cannot be '0.5'");
        assertThat(misfits(spec("p", Datatype.FP32, -1), "NaN")).hasSize(1);
        assertThat(misfits(spec("p", Datatype.FP64, -1), "much")).hasSize(1);
        assertThat(misfits(spec("p", Datatype.FP16, -1), "65520")).hasSize(1);
        assertThat(misfits(spec("p", Datatype.FP16, -1), "65504")).isEmpty();
        assertThat(misfits(spec("b", Datatype.BOOL, -1), "yes")).hasSize(1);
        assertThat(misfits(spec("b", Datatype.BOOL, -1), "true")).isEmpty();
        assertThat(misfits(spec("t", Datatype.BYTES, -1), "yes")).isEmpty();
    }

    @Test
    void valuesAreInTheRangeOfTheOutputsType() {
        assertThat(misfits(spec("p", Datatype.UINT8, -1), "255")).isEmpty();
        assertThat(misfits(spec("p", Datatype.UINT8, -1), "256")).hasSize(1);
        assertThat(misfits(spec("p", Datatype.UINT8, -1), "-1")).hasSize(1);
        assertThat(misfits(spec("p", Datatype.INT8, -1), "-128")).isEmpty();
        assertThat(misfits(spec("p", Datatype.INT32, -1), "3000000000")).hasSize(1);
        assertThat(misfits(spec("p", Datatype.UINT32, -1), "3000000000")).isEmpty();
        assertThat(misfits(spec("p", Datatype.UINT64, -1), "18446744073709551615")).isEmpty();
        assertThat(misfits(spec("p", Datatype.UINT64, -1), "-1")).hasSize(1);
        assertThat(misfits(spec("p", Datatype.FP32, -1), "1e300")).hasSize(1);
        assertThat(misfits(spec("p", Datatype.FP64, -1), "1e300")).isEmpty();
    }

    @Test
    void anAnswerWithoutRowsOrWithRowsOfAnySizeCannotBeFixed() {
        assertThat(misfits(spec("p", Datatype.FP32, 1), "1").toString()).contains("has no rows");
        assertThat(misfits(spec("p", Datatype.FP32, -1, -1), "1").toString())
                .contains("does not say how many");
    }

    private static List<String> misfits(TensorSpec spec, String value) {
        return fixed(Map.of(spec.name(), List.of(value))).misfits(schema(spec));
    }

    private static FixedAnswer fixed(Map<String, List<String>> outputs) {
        return new FixedAnswer(new TreeMap<>(outputs));
    }

    private static Schema schema(TensorSpec... outputs) {
        return new Schema(List.of(), List.of(outputs));
    }

    private static TensorSpec spec(String name, Datatype type, long... shape) {
        return new TensorSpec(name, type, Arrays.stream(shape).boxed().toList(), List.of());
    }
}
