package lastgood.gateway.protocol.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast way to read a request says what the careful one says, or nothing.
class UsualRequestTest {
    private static final String SEED = "lastgood.usual.seed";

    @Test
    void theUsualRequestIsRead() throws BadData {
        for (var text :
                List.of(
                        "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1.5,-2e3]}]}",
                        "{\"id\":\"a\",\"inputs\":[{\"shape\":[2],\"datatype\":\"INT64\",\"name\":\"n\",\"data\":[0,-9]}]}",
                        " { \"inputs\" : [ { \"name\" : \"X\" , \"shape\" : [ 1 ] , \"datatype\" : \"FP64\" , \"data\" : [ 0.1 ] } ] } \n",
                        "{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"INT32\",\"data\":[7]},{\"name\":\"b\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[0.30000001192092896]}]}")) {
            assertThat(usual(text)).as(text).isPresent();
            assertThat(usual(text).map(UsualRequestTest::told)).contains(told(careful(text)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"inputs\":[]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]} x",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[[1]]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[null]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1e99]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[-0]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[01]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1.]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1,2]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[0],\"datatype\":\"FP32\",\"data\":[]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[99999999],\"datatype\":\"FP32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"INT32\",\"data\":[2147483648]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"a\"]}]}",
                "{\"inputs\":[{\"name\":\"\\u0058\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"data\":[1],\"datatype\":\"FP32\"}]}",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}],\"outputs\":[]}"
            })
    void whatIsUnusualIsLeftToTheCarefulOneAndCostsNothing(String text) {
        var budget = new Budget(1 << 20);
        var loan = new Loan(budget);
        var bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(UsualRequest.read(bytes, bytes.length, loan)).isEmpty();

        // All that it took is there to be taken again.
        loan.take(1 << 20);
        loan.letGo();
    }

    /// @see #SEED repeats a run: `-Dlastgood.usual.seed=N`
    @Test
    void itSaysWhatTheCarefulOneSaysOrNothing() {
        long seed = Long.getLong(SEED, System.nanoTime());
        var random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 60_000; i++) {
            var text = i % 3 == 0 ? drawn(random) : mutated(drawn(random), random);
            var usual = usual(text);
            if (usual.isPresent()) {
                read++;
                assertThat(told(usual.get()))
                        .as("-D%s=%d, round %d: %s", SEED, seed, i, text)
                        .isEqualTo(toldCarefully(text));
            }
        }
        assertThat(read).as("most are usual").isGreaterThan(10_000);
    }

    private static Optional<InferRequest> usual(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return UsualRequest.read(bytes, bytes.length, Loan.boundless());
    }

    private static InferRequest careful(String text) throws BadData {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return InferReader.read(
                Sent.of(bytes, Optional.empty(), Optional.empty()), Loan.boundless());
    }

    private static String toldCarefully(String text) {
        try {
            return told(careful(text));
        } catch (BadData e) {
            return "refused: " + e.complaint();
        }
    }

    private static String told(InferRequest request) {
        return request.id()
                + request.outputs().toString()
                + request.binary()
                + request.inputs().values().stream().map(UsualRequestTest::told).toList();
    }

    /// To the last bit.
    private static String told(Tensor tensor) {
        var bits = new ArrayList<String>();
        switch (tensor.values()) {
            case Values.Floats f -> {
                for (float value : f.array()) {
                    bits.add(Integer.toHexString(Float.floatToRawIntBits(value)));
                }
            }
            case Values.Doubles d -> {
                for (double value : d.array()) {
                    bits.add(Long.toHexString(Double.doubleToRawLongBits(value)));
                }
            }
            case Values.Wholes w -> {
                for (long value : w.array()) {
                    bits.add(Long.toString(value));
                }
            }
            case Values.Texts t -> bits.addAll(List.of(t.array()));
        }
        return tensor.name() + tensor.datatype() + tensor.shape() + bits;
    }

    private static String drawn(Random random) {
        var tensors = new ArrayList<String>();
        int many = 1 + random.nextInt(2);
        for (int t = 0; t < many; t++) {
            var datatype = List.of("FP32", "FP32", "FP64", "INT32", "INT64").get(random.nextInt(5));
            int columns = 1 + random.nextInt(4);
            var values = new ArrayList<String>();
            for (int v = 0; v < columns; v++) {
                values.add(number(random, datatype));
            }
            tensors.add(
                    "{\"name\":\"x%d\",\"shape\":[1,%d],\"datatype\":\"%s\",\"data\":[%s]}"
                            .formatted(t, columns, datatype, String.join(",", values)));
        }
        var id = random.nextInt(4) == 0 ? "\"id\":\"7\"," : "";
        return "{" + id + "\"inputs\":[" + String.join(",", tensors) + "]}";
    }

    private static String number(Random random, String datatype) {
        if (datatype.startsWith("INT")) {
            return random.nextBoolean()
                    ? Integer.toString(random.nextInt())
                    : Long.toString(random.nextLong() >> random.nextInt(64));
        }
        return switch (random.nextInt(8)) {
            case 0 -> Float.toString(Float.intBitsToFloat(random.nextInt() & 0x7f7f_ffff));
            case 1 ->
                    Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
            case 2 -> Double.toString((double) random.nextFloat());
            case 3 -> Integer.toString(random.nextInt(1000));
            case 4 -> halfWay(random);
            case 5 -> "-0.0";
            case 6 -> random.nextInt(100) + "." + random.nextInt(100_000);
            default ->
                    Long.toString(random.nextLong() >> random.nextInt(40))
                            + "e"
                            + (random.nextInt(40) - 20);
        };
    }

    /// Just between two floats, or a hair beside it: where rounding twice goes wrong.
    private static String halfWay(Random random) {
        float one = random.nextFloat() * 1000;
        var between =
                new java.math.BigDecimal(one)
                        .add(new java.math.BigDecimal(Math.nextUp(one)))
                        .divide(java.math.BigDecimal.TWO);
        var hair =
                new java.math.BigDecimal("1e-17")
                        .multiply(java.math.BigDecimal.valueOf(random.nextInt(3) - 1));
        var text = between.add(hair).toPlainString();
        return text.length() > 17 ? text.substring(0, 17) : text;
    }

    private static String mutated(String text, Random random) {
        var chars = new StringBuilder(text);
        int times = 1 + random.nextInt(2);
        for (int m = 0; m < times; m++) {
            int at = random.nextInt(chars.length());
            switch (random.nextInt(3)) {
                case 0 -> chars.deleteCharAt(at);
                case 1 -> chars.insert(at, any(random));
                default -> chars.setCharAt(at, any(random));
            }
        }
        return chars.toString();
    }

    private static char any(Random random) {
        var some = " \t\n\"\\{}[],:.-+eE0123456789nNtfaéx";
        return some.charAt(random.nextInt(some.length()));
    }
}
