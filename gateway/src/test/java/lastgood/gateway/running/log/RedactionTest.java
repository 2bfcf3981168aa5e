package lastgood.gateway.running.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lastgood.core.prediction.LoggedTensor;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.LogPolicy.Redacted;
import lastgood.core.rollout.LogPolicy.Side;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;

/// What is redacted is in no byte of what is logged, however its place is named.
class RedactionTest {
    private static final List<TensorSpec> SCHEMA =
            List.of(
                    spec("person", Datatype.FP32, "age", "salary"),
                    spec("words", Datatype.BYTES, "name", "salary"),
                    new TensorSpec("dense.1", Datatype.INT64, List.of(-1L), List.of()));
    private static final Tensor PERSON =
            new Tensor(
                    "person",
                    Datatype.FP32,
                    List.of(2L, 2L),
                    new Values.Floats(new float[] {41, 1000, 42, 2000}));
    private static final Tensor WORDS =
            new Tensor(
                    "words",
                    Datatype.BYTES,
                    List.of(1L, 2L),
                    new Values.Texts(new String[] {"Ann", "much"}));

    @Test
    void aColumnIsBlankedInEveryRowAndInEveryTensorThatHasIt() {
        var copies = copies("salary");

        assertThat(floats(copies.get(0))).containsExactly(41, 0, 42, 0);
        assertThat(copies.get(0).redacted()).containsExactly(1);
        assertThat(new String(copies.get(1).raw(), StandardCharsets.UTF_8))
                .contains("Ann")
                .doesNotContain("much");
        assertThat(copies.get(1).redacted()).containsExactly(1);
        assertThat(((Values.Floats) PERSON.values()).array()).containsExactly(41, 1000, 42, 2000);
    }

    @Test
    void aColumnOfOneTensorLeavesTheOthersAlone() {
        var copies = copies("person.salary");

        assertThat(floats(copies.get(0))).containsExactly(41, 0, 42, 0);
        assertThat(new String(copies.get(1).raw(), StandardCharsets.UTF_8)).contains("much");
    }

    @Test
    void aTensorIsWithheldWholeAlsoWhereItsNameHasADot() {
        var dense =
                new Tensor(
                        "dense.1", Datatype.INT64, List.of(1L), new Values.Wholes(new long[] {7}));

        assertThat(redaction("words").withholds("words")).isTrue();
        assertThat(redaction("words").withholds("person")).isFalse();
        assertThat(redaction("dense.1").unknown()).isEmpty();
        assertThat(new Copies(100).of(List.of(dense), redaction("dense.1")).getFirst().isWithheld())
                .isTrue();
    }

    @Test
    void aNameThatIsNotThereWithholdsEverything() {
        assertThat(copies("age", "salery")).allMatch(LoggedTensor::isWithheld);
    }

    /// Callers say what they say by the schema of the one release, and it is logged with the other.
    @Test
    void whatEitherOfTwoSchemasCallsSoIsNotLogged() {
        var other = List.of(spec("person", Datatype.FP32, "salary", "age"), SCHEMA.get(1));
        var fields = List.of(new Redacted(Side.INPUTS, "salary"));

        var both = redaction("salary").and(Redaction.of(fields, other));
        var copies = new Copies(1000).of(List.of(PERSON, WORDS), both);

        assertThat(floats(copies.get(0))).containsExactly(0, 0, 0, 0);
        assertThat(copies.get(0).redacted()).containsExactly(0, 1);
        assertThat(copies.get(1).redacted()).containsExactly(1);
        assertThat(redaction("salary").and(redaction("salary"))).isEqualTo(redaction("salary"));
        assertThat(redaction("age").and(redaction("nothing")).withholds("person")).isTrue();
        assertThat(redaction("age").and(redaction("words")).withholds("words")).isTrue();
    }

    @Test
    void asMuchAsThereIsRoomForIsCopied() {
        var copies = new Copies(20);

        var copied = copies.of(List.of(PERSON, WORDS), Redaction.NOTHING);

        assertThat(copied.get(0).isWithheld()).isFalse();
        assertThat(copied.get(1).isWithheld()).isTrue();
        assertThat(copies.isComplete()).isFalse();
    }

    private static List<LoggedTensor> copies(String... fields) {
        return new Copies(1000).of(List.of(PERSON, WORDS), redaction(fields));
    }

    private static Redaction redaction(String... fields) {
        return Redaction.of(
                Arrays.stream(fields).map(f -> new Redacted(Side.INPUTS, f)).toList(), SCHEMA);
    }

    private static TensorSpec spec(String name, Datatype datatype, String... columns) {
        return new TensorSpec(
                name,
                datatype,
                List.of(-1L, (long) columns.length),
                Arrays.stream(columns).map(Column::named).toList());
    }

    private static float[] floats(LoggedTensor tensor) {
        var from = ByteBuffer.wrap(tensor.raw()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        var values = new float[from.remaining()];
        from.get(values);
        return values;
    }
}
