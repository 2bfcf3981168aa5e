package lastgood.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.prediction.Value;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;

/// The upper half of UINT64 lies where negative numbers lie in a `long`.
class UnsignedTest {
    private static final double MOST = 0x1p64;

    @Test
    void theGreatestWholeNumberIsNoNegativeOne() {
        assertThat(of(Datatype.UINT64, -1L).real(0)).isEqualTo(MOST);
        assertThat(of(Datatype.UINT64, Long.MIN_VALUE).real(0)).isEqualTo(0x1p63);
        assertThat(of(Datatype.UINT64, 7).real(0)).isEqualTo(7);
        assertThat(of(Datatype.INT64, -1L).real(0)).isEqualTo(-1);
    }

    @Test
    void itIsInsideWhatAColumnBegins() {
        var column =
                new Column(
                        "x",
                        Optional.empty(),
                        Optional.of(0.0),
                        Optional.empty(),
                        List.of(),
                        false);
        var check =
                new ColumnCheck(
                        new TensorSpec("X", Datatype.UINT64, List.of(-1L, 1L), List.of(column)));

        assertThat(check.isInvalid(of(Datatype.UINT64, -1L))).isFalse();
        assertThat(check.isInvalid(of(Datatype.INT64, -1L))).isTrue();
    }

    @Test
    void whatWasPredictedIsWhatItsLabelSays() {
        var itself = new PredictedValue(0, PredictedValue.How.ITSELF, 0.5);

        assertThat(itself.read(List.of(of(Datatype.UINT64, -1L))))
                .containsExactly(new Value.Real(MOST));
        assertThat(itself.read(List.of(of(Datatype.UINT64, 7))))
                .containsExactly(new Value.Whole(7));
    }

    private static Tensor of(Datatype datatype, long value) {
        return new Tensor("X", datatype, List.of(1L, 1L), new Values.Wholes(new long[] {value}));
    }
}
