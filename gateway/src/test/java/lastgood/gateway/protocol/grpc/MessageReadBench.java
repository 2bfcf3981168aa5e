package lastgood.gateway.protocol.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.protocol.grpc.client.ModelInferRequest;
import lastgood.gateway.running.tensor.BadData;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// To read a `ModelInferRequest` of one row of 30 floats: our reader, and the classes that protoc makes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageReadBench {
    private static final int COLUMNS = 30;

    /// How the values come: as bytes, or as a list of floats.
    @Param({"raw", "typed"})
    public String form = "";

    private byte[] message = {};

    @Setup
    public void aRequest() throws BadData, InvalidProtocolBufferException {
        var row = new double[COLUMNS];
        Arrays.setAll(row, i -> 0.05263f * (i + 1));
        var typed = Requests.x("wine", row).toBuilder();
        typed.getInputsBuilder(0).clearShape().addShape(1).addShape(COLUMNS);
        if (form.equals("raw")) {
            var values = new float[COLUMNS];
            for (int i = 0; i < COLUMNS; i++) {
                values[i] = (float) row[i];
            }
            typed.getInputsBuilder(0).clearContents();
            typed.addRawInputContents(Requests.floats(values));
        }
        message = typed.build().toByteArray();
        if (!Arrays.equals(floats(ours()), protobuf())) {
            throw new IllegalStateException("they do not read the same");
        }
    }

    @Benchmark
    public Object ours() throws BadData {
        return InferMessageReader.read(message, Loan.boundless());
    }

    @Benchmark
    public float[] protobuf() throws InvalidProtocolBufferException {
        var request = ModelInferRequest.parseFrom(message);
        var row = new float[COLUMNS];
        if (request.getRawInputContentsCount() > 0) {
            request.getRawInputContents(0)
                    .asReadOnlyByteBuffer()
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(row);
        } else {
            var contents = request.getInputs(0).getContents();
            for (int i = 0; i < COLUMNS; i++) {
                row[i] = contents.getFp32Contents(i);
            }
        }
        return row;
    }

    private static float[] floats(Object read) {
        var row = new float[COLUMNS];
        var tensor = Objects.requireNonNull(((InferMessage) read).inputs().get("X"));
        for (int i = 0; i < COLUMNS; i++) {
            row[i] = (float) tensor.values().real(i);
        }
        return row;
    }
}
