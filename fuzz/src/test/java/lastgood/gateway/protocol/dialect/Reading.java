package lastgood.gateway.protocol.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.fuzz.Lent;
import lastgood.fuzz.Tensors;

/// Bodies read in one dialect, written as the protocol has it, and read again.
final class Reading {
    /// What a live release may take.
    static final List<Schema> SCHEMAS =
            List.of(
                    schema(spec("X", Datatype.FP32, -1, -1)),
                    schema(
                            new TensorSpec(
                                    "X",
                                    Datatype.FP64,
                                    List.of(-1L, 3L),
                                    List.of(
                                            Column.named("a"),
                                            Column.named("b"),
                                            Column.named("c")))),
                    schema(spec("age", Datatype.INT8, -1), spec("name", Datatype.BYTES, -1, 1)),
                    schema(
                            spec("flag", Datatype.BOOL, -1, 1),
                            spec("big", Datatype.UINT64, -1),
                            spec("half", Datatype.FP16, -1, 2, 2)));

    private Reading() {}

    static Optional<Asked> openInference(byte[] body) {
        return by(new OpenInference(), body, SCHEMAS.getFirst(), Optional.empty());
    }

    static Optional<Asked> by(Dialect dialect, byte[] body, Schema live, Optional<String> type) {
        return Lent.read(
                loan -> {
                    try {
                        return dialect.read(Sent.of(body, Optional.empty(), type), live, loan);
                    } catch (WrongMediaException e) {
                        throw new AssertionError("this media type is taken", e);
                    }
                },
                asked -> Tensors.size(asked.inputs()));
    }

    /// Its tensors are whole, and written in the protocol's JSON they are read as the same.
    static void isReadAgain(Asked asked) {
        Tensors.areWhole(asked.inputs());
        var document = InferWriter.request(asked.inputs().values());
        try {
            byte[] written = ByteBufUtil.getBytes(document);
            if (written.length < Lent.BUDGET / 64) {
                var again = openInference(written);
                assertThat(again).as("what was accepted is accepted again").isPresent();
                Tensors.areSame(asked.inputs(), again.orElseThrow().inputs());
            }
        } finally {
            document.release();
        }
    }

    private static Schema schema(TensorSpec... inputs) {
        return new Schema(List.of(inputs), List.of(spec("out", Datatype.FP32, -1)));
    }

    private static TensorSpec spec(String name, Datatype datatype, long... shape) {
        return new TensorSpec(
                name, datatype, java.util.Arrays.stream(shape).boxed().toList(), List.of());
    }
}
