package lastgood.gateway.protocol.dialect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import lastgood.fuzz.Lent;
import lastgood.fuzz.Tensors;

/// Requests with values behind the JSON. The first line of an input is what the header says of the JSON's length.
class BinaryFuzzTest {

    @FuzzTest
    void bytesBehindADocumentAreRefusedOrTheValuesItSays(byte[] input) {
        int line = 0;
        while (line < input.length && input[line] != '\n') {
            line++;
        }
        var header = new String(input, 0, line, StandardCharsets.ISO_8859_1);
        byte[] body = Arrays.copyOfRange(input, Math.min(line + 1, input.length), input.length);
        Lent.<Asked>read(
                        loan -> {
                            var sent = Sent.of(body, Optional.of(header), Optional.empty());
                            return new OpenInference().read(sent, Reading.SCHEMAS.getFirst(), loan);
                        },
                        asked -> Tensors.size(asked.inputs()))
                .ifPresent(Reading::isReadAgain);
    }
}
