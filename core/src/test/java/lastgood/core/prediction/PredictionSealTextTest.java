package lastgood.core.prediction;

import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionSealTextTest {
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";

    private final PredictionSeal seal = new PredictionSeal(new byte[32]);

    /// Nonces of several sizes, so that the last letter carries six, four or two bits.
    @ParameterizedTest
    @ValueSource(ints = {1, 200, 100_000})
    void aPredictionHasOneIdOnly(int nonce) {
        var prediction =
                new Prediction(
                        1,
                        2,
                        1,
                        0,
                        Arm.CANDIDATE,
                        false,
                        OptionalInt.empty(),
                        List.of(new Value.Whole(1)),
                        nonce);
        var id = seal.seal(TUMOUR, prediction);
        assertThat(seal.open(TUMOUR, id)).hasValue(prediction);
        assertThat(seal.open(TUMOUR, id + "=")).isEmpty();
        assertThat(seal.open(TUMOUR, id + "==")).isEmpty();
        for (int i = 0; i < LETTERS.length(); i++) {
            var other = id.substring(0, id.length() - 1) + LETTERS.charAt(i);
            assertThat(seal.open(TUMOUR, other).isPresent()).isEqualTo(other.equals(id));
        }
    }
}
