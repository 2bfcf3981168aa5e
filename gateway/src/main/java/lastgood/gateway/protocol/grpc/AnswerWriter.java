package lastgood.gateway.protocol.grpc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Writes a `ModelInferResponse`.
final class AnswerWriter {
    private static final int MODEL_NAME = 1;
    private static final int MODEL_VERSION = 2;
    private static final int ID = 3;
    private static final int PARAMETERS = 4;
    private static final int OUTPUTS = 5;
    private static final int RAW = 6;
    private static final int CONTENTS = 5;

    /// Names, shapes and heads of fields; only a first guess.
    private static final int BESIDE = 256;

    private final MessageWriter message;

    private AnswerWriter(MessageWriter message) {
        this.message = message;
    }

    /// @param version the release that answers, or `fallback`
    /// @param id to be echoed; empty: there is none
    /// @param room bytes that the outputs take, by [#room]
    static AnswerWriter begin(String service, String version, String id, long room) {
        var message = new MessageWriter(Math.toIntExact(room));
        message.text(MODEL_NAME, service).text(MODEL_VERSION, version).text(ID, id);
        return new AnswerWriter(message);
    }

    AnswerWriter with(String parameter, String value) {
        return parameter(parameter, new MessageWriter().text(3, value));
    }

    AnswerWriter with(String parameter, boolean value) {
        return parameter(parameter, new MessageWriter().truth(1, value));
    }

    byte[] outputs(List<Tensor> outputs, boolean raw) {
        for (var output : outputs) {
            var head =
                    new MessageWriter()
                            .text(1, output.name())
                            .text(2, output.datatype().name())
                            .numbers(3, output.shape());
            if (raw) {
                message.message(OUTPUTS, head);
            } else {
                typed(head.done(), output);
            }
        }
        if (raw) {
            for (var output : outputs) {
                RawData.write(output, message.room(RAW, size(output)));
            }
        }
        return message.done();
    }

    /// FP16 has no list in typed contents, and it is raw contents for all outputs or for none.
    static boolean mustBeRaw(List<Tensor> outputs) {
        return outputs.stream().anyMatch(o -> o.datatype() == Datatype.FP16);
    }

    /// About how many bytes an answer takes.
    static long room(List<Tensor> outputs, boolean raw) {
        long room = BESIDE;
        for (var output : outputs) {
            room += BESIDE + (raw ? RawData.size(output) : TypedSize.of(output));
        }
        return room;
    }

    private AnswerWriter parameter(String name, MessageWriter value) {
        message.message(PARAMETERS, new MessageWriter().text(1, name).message(2, value));
        return this;
    }

    /// One message in another, and the values in that: the lengths are known before anything is written.
    private void typed(byte[] head, Tensor output) {
        int length = TypedSize.of(output);
        int inner = 1 + MessageWriter.width(length) + length;
        var into = message.room(OUTPUTS, head.length + inner);
        into.put(head).put((byte) (CONTENTS << 3 | 2));
        MessageWriter.varint(into, length);
        contents(output, into);
    }

    private static void contents(Tensor output, ByteBuffer into) {
        int list = TypedSize.list(output.datatype());
        if (output.values() instanceof Values.Texts texts) {
            for (var text : texts.array()) {
                var utf8 = text.getBytes(StandardCharsets.UTF_8);
                into.put((byte) (list << 3 | 2));
                MessageWriter.varint(into, utf8.length);
                into.put(utf8);
            }
            return;
        }
        into.put((byte) (list << 3 | 2));
        MessageWriter.varint(into, TypedSize.packed(output));
        if (TypedSize.isRaw(output.datatype())) {
            RawData.write(output, into);
        } else if (output.values() instanceof Values.Wholes wholes) {
            for (long value : wholes.array()) {
                MessageWriter.varint(into, value);
            }
        }
    }

    private static int size(Tensor output) {
        return Math.toIntExact(RawData.size(output));
    }
}
