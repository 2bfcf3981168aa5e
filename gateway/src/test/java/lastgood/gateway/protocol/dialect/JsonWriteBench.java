package lastgood.gateway.protocol.dialect;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/// To write the usual answer, a label and two probabilities: our writer, and Jackson's mapper from records.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonWriteBench {
    private final JsonMapper mapper = new JsonMapper();
    private final InferRequest request =
            new InferRequest(Optional.empty(), Map.of(), List.of(), false, OptionalLong.empty());
    private final long[] label = {1};
    private final float[] probabilities = {0.0038647f, 0.9961353f};
    private final Given given =
            Given.by(
                    "r3",
                    "wine",
                    List.of(
                            new Tensor(
                                    "label", Datatype.INT64, List.of(1L), new Values.Wholes(label)),
                            new Tensor(
                                    "probabilities",
                                    Datatype.FP32,
                                    List.of(1L, 2L),
                                    new Values.Floats(probabilities))));

    /// The document as a mapper wants it.
    public record Written(String model_name, String model_version, List<Output> outputs) {
        /// @param data an array of longs or of floats
        public record Output(String name, String datatype, List<Long> shape, Object data) {}
    }

    @Setup
    public void bothSayTheSame() {
        var body = InferWriter.answer(request, given).body();
        var text = body.toString(StandardCharsets.UTF_8);
        body.release();
        if (!mapper.readTree(text).equals(mapper.readTree(jackson()))) {
            throw new IllegalStateException(
                    text + " and " + new String(jackson(), StandardCharsets.UTF_8));
        }
    }

    @Benchmark
    public int ours() {
        ByteBuf body = InferWriter.answer(request, given).body();
        int size = body.readableBytes();
        body.release();
        return size;
    }

    @Benchmark
    public byte[] jackson() {
        return mapper.writeValueAsBytes(
                new Written(
                        "wine",
                        "r3",
                        List.of(
                                new Written.Output("label", "INT64", List.of(1L), label),
                                new Written.Output(
                                        "probabilities", "FP32", List.of(1L, 2L), probabilities))));
    }
}
