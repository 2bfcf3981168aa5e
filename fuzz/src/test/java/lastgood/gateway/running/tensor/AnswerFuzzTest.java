package lastgood.gateway.running.tensor;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lastgood.fuzz.Tensors;

/// What a program or an upstream answers: it is trusted no more than a caller.
class AnswerFuzzTest {

    @FuzzTest
    void anAnswerIsRefusedOrItsTensorsAreWhole(byte[] body) {
        try {
            var outputs = byName(AnswerReader.any(body));
            Tensors.areWhole(outputs);
            AnswerReader.usual(body).ifPresent(usual -> Tensors.areSame(outputs, byName(usual)));
        } catch (BadData _) {
            if (AnswerReader.usual(body).isPresent()) {
                throw new AssertionError("what is refused is no usual answer");
            }
        }
    }

    private static Map<String, Tensor> byName(List<Tensor> tensors) {
        var named = new LinkedHashMap<String, Tensor>();
        tensors.forEach(tensor -> named.put(tensor.name(), tensor));
        return named;
    }
}
