package lastgood.gateway.running.tensor;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.LinkedHashMap;
import lastgood.fuzz.Tensors;

/// What a program or an upstream answers: it is trusted no more than a caller.
class AnswerFuzzTest {

    @FuzzTest
    void anAnswerIsRefusedOrItsTensorsAreWhole(byte[] body) {
        try {
            var outputs = new LinkedHashMap<String, Tensor>();
            AnswerReader.outputs(body).forEach(output -> outputs.put(output.name(), output));
            Tensors.areWhole(outputs);
        } catch (BadData _) {
            // refused
        }
    }
}
