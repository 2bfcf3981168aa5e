package lastgood.gateway.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import lastgood.fuzz.Lent;
import lastgood.fuzz.Tensors;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;

/// Requests over gRPC.
class InferMessageFuzzTest {
    /// Where `ModelInferRequest` has what the answer has one field before.
    private static final int RAW_INPUT_CONTENTS = 7;

    @FuzzTest
    void aMessageIsRefusedOrReadAsItIsWrittenAgain(byte[] bytes) {
        Lent.read(loan -> InferMessageReader.read(bytes, loan), m -> Tensors.size(m.inputs()))
                .ifPresent(InferMessageFuzzTest::isReadAgain);
    }

    private static void isReadAgain(InferMessage message) {
        var inputs = List.copyOf(message.inputs().values());
        Tensors.areWhole(message.inputs());
        is(message, raw(message, inputs));
        if (!AnswerWriter.mustBeRaw(inputs)) {
            var writer =
                    AnswerWriter.begin(
                            message.service(),
                            message.version(),
                            message.id(),
                            AnswerWriter.room(inputs, false));
            is(message, writer.outputs(inputs, false));
        }
    }

    private static byte[] raw(InferMessage message, List<Tensor> inputs) {
        var writer =
                new MessageWriter()
                        .text(1, message.service())
                        .text(2, message.version())
                        .text(3, message.id());
        for (var input : inputs) {
            writer.message(
                    5,
                    new MessageWriter()
                            .text(1, input.name())
                            .text(2, input.datatype().name())
                            .numbers(3, input.shape()));
        }
        for (var input : inputs) {
            RawData.write(
                    input, writer.room(RAW_INPUT_CONTENTS, Math.toIntExact(RawData.size(input))));
        }
        return writer.done();
    }

    private static void is(InferMessage message, byte[] written) {
        if (written.length < Lent.BUDGET / 64) {
            var again =
                    Lent.read(
                            loan -> InferMessageReader.read(written, loan),
                            m -> Tensors.size(m.inputs()));
            assertThat(again).as("what was accepted is accepted again").isPresent();
            assertThat(again.orElseThrow().service()).isEqualTo(message.service());
            assertThat(again.orElseThrow().id()).isEqualTo(message.id());
            Tensors.areSame(message.inputs(), again.orElseThrow().inputs());
        }
    }
}
