package lastgood.gateway.protocol.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Requests of the Open Inference Protocol in JSON.
class InferFuzzTest {

    @FuzzTest
    void aRequestIsRefusedOrReadAsItIsWrittenAgain(byte[] body) {
        Reading.openInference(body)
                .ifPresent(asked -> {
                    Reading.isReadAgain(asked);
                    assertThat(asked.outputs()).doesNotHaveDuplicates();
                });
    }
}
