package lastgood.gateway.running.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;

class RowsTest {

    @Test
    void whatWasPutTogetherComesApartAgain() {
        var all =
                List.of(
                        Map.of("a", floats("a", 2, 1, 2, 3, 4), "b", texts("b", "x", "y")),
                        Map.of("a", floats("a", 1, 5, 6), "b", texts("b", "z")));

        var joined = Rows.joined(all);
        var a = Objects.requireNonNull(joined.get("a"));
        var b = Objects.requireNonNull(joined.get("b"));

        assertThat(a.shape()).containsExactly(3L, 2L);
        assertThat(b.shape()).containsExactly(3L);
        assertThat(said(Rows.cut(a, 0, 2))).isEqualTo("1.0 2.0 3.0 4.0");
        assertThat(said(Rows.cut(a, 2, 1))).isEqualTo("5.0 6.0");
        assertThat(said(Rows.cut(b, 1, 2))).isEqualTo("y z");
    }

    @Test
    void onlyTheSameTensorsOfTheSameFormFit() {
        var two = Map.of("a", floats("a", 1, 1, 2));

        assertThat(Rows.fit(two, Map.of("a", floats("a", 2, 1, 2, 3, 4)))).isTrue();
        assertThat(Rows.fit(two, Map.of("a", floats("a", 1, 1, 2, 3)))).isFalse();
        assertThat(Rows.fit(two, Map.of("b", floats("b", 1, 1, 2)))).isFalse();
        assertThat(Rows.fit(two, Map.of())).isFalse();
        var doubles =
                new Tensor(
                        "a",
                        Datatype.FP64,
                        List.of(1L, 2L),
                        new Values.Doubles(new double[] {1, 2}));
        assertThat(Rows.fit(two, Map.of("a", doubles))).isFalse();
        var single = new Tensor("a", Datatype.FP32, List.of(), new Values.Floats(new float[] {1}));
        assertThat(Rows.fit(Map.of("a", single), Map.of("a", single))).isFalse();
    }

    @Test
    void theLastDigitsOfAFloatMayDifferAndNothingElse() {
        assertThat(like(floats("a", 1, 1000, 1), floats("a", 1, 1000, 1.005f))).isTrue();
        assertThat(like(floats("a", 1, 1000, 1), floats("a", 1, 1000, 1.02f))).isFalse();
        assertThat(like(floats("a", 1, 1, 1), floats("a", 1, 1, Float.NaN))).isFalse();
        assertThat(like(floats("a", 1, 0, 0), floats("a", 1, 0, 1e-9f))).isFalse();
        assertThat(like(texts("a", "x"), texts("a", "y"))).isFalse();
        assertThat(like(floats("a", 1, 1, 2), floats("a", 2, 1, 2))).isFalse();
    }

    private static boolean like(Tensor alone, Tensor together) {
        return Likeness.same(List.of(alone), List.of(together));
    }

    private static Tensor floats(String name, long rows, float... values) {
        return new Tensor(
                name,
                Datatype.FP32,
                List.of(rows, values.length / rows),
                new Values.Floats(values));
    }

    private static Tensor texts(String name, String... values) {
        return new Tensor(
                name, Datatype.BYTES, List.of((long) values.length), new Values.Texts(values));
    }

    private static String said(Tensor tensor) {
        var said = new StringBuilder();
        for (int i = 0; i < tensor.values().size(); i++) {
            said.append(i == 0 ? "" : " ").append(tensor.values().text(i));
        }
        return said.toString();
    }
}
