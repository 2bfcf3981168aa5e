package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// What callers say they can unpack.
class CodingFuzzTest {

    @FuzzTest
    void onlyWhatACallerNamesIsChosen(byte[] input) {
        var accepted = new String(input, StandardCharsets.ISO_8859_1);
        Coding.best(accepted)
                .ifPresent(coding ->
                        assertThat(accepted.toLowerCase(java.util.Locale.ROOT))
                                .contains(coding.toString()));
    }
}
