package lastgood.gateway.running.apart;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import lastgood.fuzz.Tensors;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Tensor;

/// What a runner and a gateway say to each other: a model that went mad can have taken over the one.
class FramesFuzzTest {
    private static final int MOST = 16 << 20;

    @FuzzTest
    void aFrameIsRefusedOrReadAsItIsWrittenAgain(byte[] input) throws BadData {
        question(input);
        reply(input);
    }

    private static void question(byte[] input) throws BadData {
        Frames.Question question;
        try {
            question = Frames.question(ByteBuffer.wrap(input));
        } catch (BadData _) {
            return;
        }
        var again = Frames.question(body(Frames.question(question.inputs(), question.watched())));
        assertThat(again.watched()).isEqualTo(question.watched());
        are(question.inputs(), again.inputs());
    }

    private static void reply(byte[] input) throws BadData {
        Frames.Reply reply;
        try {
            reply = Frames.reply(ByteBuffer.wrap(input));
        } catch (BadData _) {
            return;
        }
        var again = Frames.reply(body(Frames.reply(reply, MOST).orElseThrow()));
        switch (reply) {
            case Frames.Reply.None none -> assertThat(again).isEqualTo(none);
            case Frames.Reply.Outputs(var seen, var outputs) -> {
                assertThat(again).isInstanceOf(Frames.Reply.Outputs.class);
                var same = (Frames.Reply.Outputs) again;
                are(outputs, same.outputs());
                assertThat(same.seen().isPresent()).isEqualTo(seen.isPresent());
                seen.ifPresent(tensors -> are(tensors, same.seen().orElseThrow()));
            }
        }
    }

    private static ByteBuffer body(ByteBuffer frame) {
        return frame.slice(Frames.HEAD, frame.limit() - Frames.HEAD);
    }

    private static void are(List<Tensor> tensors, List<Tensor> again) {
        assertThat(again).hasSameSizeAs(tensors);
        for (int i = 0; i < tensors.size(); i++) {
            Tensors.hasWhatItsShapeSays(tensors.get(i));
            Tensors.isSame(tensors.get(i), again.get(i));
        }
    }
}
