package lastgood.gateway.protocol.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import lastgood.gateway.running.tensor.PlainWriter;
import lastgood.gateway.running.tensor.Tensor;

/// Writes the answer that nearly everybody gets, byte by byte: numbers of a few tensors, and names in plain ASCII.
///
/// Whatever else there is to write is left to the JSON library. A test holds both against each other, to the byte.
final class UsualAnswer {
    private UsualAnswer() {}

    /// Empty: it is an unusual one.
    static Optional<ByteBuf> write(
            String service, String version, Optional<String> id, List<Tensor> outputs) {
        boolean usual =
                PlainWriter.isPlain(service)
                        && PlainWriter.isPlain(version)
                        && (id.isEmpty() || PlainWriter.isPlain(id.get()))
                        && PlainWriter.arePlain(outputs);
        if (!usual) {
            return Optional.empty();
        }
        var answer = new PlainWriter();
        answer.add("{\"model_name\":\"").add(service).add("\",\"model_version\":\"").add(version);
        if (id.isPresent()) {
            answer.add("\",\"id\":\"").add(id.get());
        }
        answer.add("\",\"outputs\":[");
        int i = 0;
        for (var output : outputs) {
            answer.add(i++ == 0 ? "" : ",").add(output);
        }
        answer.add("]}");
        return Optional.of(Unpooled.wrappedBuffer(answer.bytes(), 0, answer.size()));
    }
}
