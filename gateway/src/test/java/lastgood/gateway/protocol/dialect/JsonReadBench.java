package lastgood.gateway.protocol.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// To read the usual request of one row of 30 floats: our reader, the careful one that it stands in front of, and what Jackson's
/// streaming parser takes for the numbers alone.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonReadBench {
    private static final int COLUMNS = 30;

    private final JsonFactory jackson = new JsonFactory();
    private byte[] body = {};

    @Setup
    public void aRequest() throws BadData {
        var row = new float[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            row[i] = 0.05263f * (i + 1) * (i + 1);
        }
        body =
                ("{\"inputs\":[{\"name\":\"X\",\"shape\":[1,30],\"datatype\":\"FP32\",\"data\":"
                                + Arrays.toString(row).replace(" ", "")
                                + "}]}")
                        .getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(floats(ours()), row)
                || !Arrays.equals(floats(careful()), row)
                || !Arrays.equals(jackson(), row)) {
            throw new IllegalStateException("they do not read the same");
        }
    }

    @Benchmark
    public Object ours() {
        return UsualRequest.read(body, body.length, Loan.boundless()).orElseThrow();
    }

    @Benchmark
    public Object careful() throws BadData {
        return InferReader.read(
                Sent.of(body, Optional.empty(), Optional.empty()), Loan.boundless());
    }

    /// No limits, no checks, no memory on loan, and it knows where the numbers are.
    @Benchmark
    public float[] jackson() {
        try (var parser = jackson.createParser(ObjectReadContext.empty(), body)) {
            while (!"data".equals(parser.currentName())
                    || parser.currentToken() != JsonToken.START_ARRAY) {
                parser.nextToken();
            }
            return numbers(parser);
        }
    }

    private static float[] numbers(JsonParser parser) {
        var row = new float[COLUMNS];
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            row[i] = parser.getFloatValue();
        }
        return row;
    }

    private static float[] floats(Object read) {
        var row = new float[COLUMNS];
        var tensor = Objects.requireNonNull(((InferRequest) read).inputs().get("X"));
        for (int i = 0; i < COLUMNS; i++) {
            row[i] = (float) tensor.values().real(i);
        }
        return row;
    }
}
