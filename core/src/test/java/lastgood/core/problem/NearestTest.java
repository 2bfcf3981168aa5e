package lastgood.core.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> WORDS = List.of("model", "features", "schema", "config");

    @ParameterizedTest
    @CsvSource({
        "modle, model",
        "models, model",
        "featuers, features",
        "Features, features",
        "shcema, schema",
        "confg, config",
        "conifg, config"
    })
    void aMistypedWordFindsItsNeighbour(String typed, String word) {
        assertThat(Nearest.of(typed, WORDS)).contains(word);
    }

    @ParameterizedTest
    @CsvSource({"guards", "x", "''", "preprocessing", "metal"})
    void aWordThatIsFarFromAllFindsNone(String typed) {
        assertThat(Nearest.of(typed, WORDS)).isEmpty();
    }

    @Test
    void aWordOfMegabytesIsNotEvenCompared() {
        assertThat(Nearest.of("x".repeat(10_000_000), WORDS)).isEmpty();
    }
}
