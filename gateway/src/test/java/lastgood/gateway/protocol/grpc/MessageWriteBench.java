package lastgood.gateway.protocol.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lastgood.core.release.Datatype;
import lastgood.gateway.protocol.grpc.client.InferTensorContents;
import lastgood.gateway.protocol.grpc.client.ModelInferResponse;
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

/// To write a `ModelInferResponse`, a label and two probabilities: our writer, and the classes that protoc makes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageWriteBench {
    private final List<Tensor> outputs =
            List.of(
                    new Tensor(
                            "label",
                            Datatype.INT64,
                            List.of(1L),
                            new Values.Wholes(new long[] {1})),
                    new Tensor(
                            "probabilities",
                            Datatype.FP32,
                            List.of(1L, 2L),
                            new Values.Floats(new float[] {0.0038647f, 0.9961353f})));

    @Setup
    public void bothSayTheSame() throws InvalidProtocolBufferException {
        var read = ModelInferResponse.parseFrom(ours());
        if (!read.equals(ModelInferResponse.parseFrom(protobuf()))) {
            throw new IllegalStateException("ours reads as " + read);
        }
    }

    @Benchmark
    public byte[] ours() {
        return AnswerWriter.begin("wine", "r3", "", AnswerWriter.room(outputs, false))
                .outputs(outputs, false);
    }

    @Benchmark
    public byte[] protobuf() {
        return ModelInferResponse.newBuilder()
                .setModelName("wine")
                .setModelVersion("r3")
                .addOutputs(
                        output("label", "INT64", 1)
                                .setContents(InferTensorContents.newBuilder().addInt64Contents(1)))
                .addOutputs(
                        output("probabilities", "FP32", 1, 2)
                                .setContents(
                                        InferTensorContents.newBuilder()
                                                .addFp32Contents(0.0038647f)
                                                .addFp32Contents(0.9961353f)))
                .build()
                .toByteArray();
    }

    private static ModelInferResponse.InferOutputTensor.Builder output(
            String name, String datatype, long... shape) {
        var output =
                ModelInferResponse.InferOutputTensor.newBuilder()
                        .setName(name)
                        .setDatatype(datatype);
        for (long dimension : shape) {
            output.addShape(dimension);
        }
        return output;
    }
}
