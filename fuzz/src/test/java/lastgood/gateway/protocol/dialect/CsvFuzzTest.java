package lastgood.gateway.protocol.dialect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;

/// Tables in CSV. The first byte of an input chooses what the live release takes.
class CsvFuzzTest {

    @FuzzTest
    void aTableIsRefusedOrReadAsItIsWrittenAgain(byte[] input) {
        if (input.length > 0) {
            var schema = Reading.SCHEMAS.get((input[0] & 0xff) % Reading.SCHEMAS.size());
            byte[] body = Arrays.copyOfRange(input, 1, input.length);
            Reading.by(new Scoring(), body, schema, Optional.of("text/csv"))
                    .ifPresent(Reading::isReadAgain);
        }
    }
}
