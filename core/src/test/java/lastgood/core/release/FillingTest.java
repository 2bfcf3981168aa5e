package lastgood.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.api.Test;

/// Which inputs of a model are looked up, and what callers send.
class FillingTest {
    private static final Lookup LOOKUP =
            new Lookup("customer_id", Datatype.INT64, List.of("age", "income"), List.of());
    private static final TensorSpec X = fp32("X", -1, 2);
    private static final TensorSpec KEY =
            new TensorSpec("customer_id", Datatype.INT64, List.of(-1L), List.of());

    @Test
    void theOneInputThatIsAsWideAsTheColumnsIsFilled() {
        var filling = inferred(X, fp32("amount", -1, 1));
        assertThat(filling.filled()).containsExactly(X);
        assertThat(filling.callers()).containsExactly(KEY, fp32("amount", -1, 1));
        assertThat(filling.isByColumn()).isFalse();
        assertThat(inferred(fp32("X", -1, -1)).filled()).hasSize(1);
    }

    @Test
    void inputsThatAreCalledLikeTheColumnsAreFilledEachForItself() {
        var filling = inferred(fp32("income", -1, 1), fp32("age", -1), X);
        assertThat(filling.filled()).containsExactly(fp32("age", -1), fp32("income", -1, 1));
        assertThat(filling.callers()).containsExactly(KEY, X);
        assertThat(filling.isByColumn()).isTrue();
    }

    @Test
    void aModelMayTakeTheKeyItself() {
        var key = new TensorSpec("customer_id", Datatype.INT64, List.of(-1L, 1L), List.of());
        var filling = inferred(key, X);
        assertThat(filling.callers()).containsExactly(key);
        var schema = new Schema(filling.callers(), List.of());
        assertThat(filling.behind(schema, List.of(key, X)).inputs()).containsExactly(key, X);
    }

    @Test
    void whereSeveralInputsWouldDoASchemaHasToSayWhichCallersSend() {
        var taken = List.of(X, fp32("Z", -1, 2));
        assertThat(Filling.inferred(LOOKUP, taken)).isInstanceOf(Outcome.Refused.class);
        var schema = new Schema(List.of(KEY, X), List.of());
        var filling = done(Filling.declared(LOOKUP, taken, schema));
        assertThat(filling.filled()).containsExactly(fp32("Z", -1, 2));
        assertThat(filling.behind(schema, taken).inputs())
                .containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        for (var taken :
                List.of(
                        fp32("X", -1, 3),
                        fp32("X", 1, 2),
                        fp32("X", -1),
                        new TensorSpec("X", Datatype.FP64, List.of(-1L, 2L), List.of()))) {
            assertThat(Filling.inferred(LOOKUP, List.of(taken)))
                    .as(taken.toString())
                    .isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void aSchemaHasTheKeyAndLeavesNothingOpen() {
        var none = new Schema(List.of(), List.of());
        assertThat(Filling.declared(LOOKUP, List.of(X), none)).isInstanceOf(Outcome.Refused.class);
        var text = new TensorSpec("customer_id", Datatype.BYTES, List.of(-1L), List.of());
        assertThat(Filling.declared(LOOKUP, List.of(X), new Schema(List.of(text), List.of())))
                .isInstanceOf(Outcome.Refused.class);
        var key = new Schema(List.of(KEY), List.of());
        assertThat(Filling.declared(LOOKUP, List.of(X, fp32("amount", -1, 1)), key))
                .isInstanceOf(Outcome.Refused.class);
    }

    private static Filling inferred(TensorSpec... taken) {
        return done(Filling.inferred(LOOKUP, List.of(taken)));
    }

    private static Filling done(Outcome<Filling> outcome) {
        return ((Outcome.Done<Filling>) outcome).value();
    }

    private static TensorSpec fp32(String name, long... shape) {
        return new TensorSpec(
                name, Datatype.FP32, java.util.Arrays.stream(shape).boxed().toList(), List.of());
    }
}
