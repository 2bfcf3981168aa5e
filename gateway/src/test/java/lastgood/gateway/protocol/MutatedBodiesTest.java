package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import lastgood.gateway.House;
import lastgood.gateway.Setup;
import org.junit.jupiter.api.Test;

/// Bodies of every dialect that were damaged at random: each gets an answer that says so, and nothing is left of it.
///
/// Repeat a failure with `./dev mvn -pl core,gateway test -Dtest=MutatedBodiesTest -Dseed=N` and the seed that it prints.
class MutatedBodiesTest {
    private static final int ROUNDS = 4000;
    private static final int HELD = 512 << 10;
    private static final String LENGTH = "Inference-Header-Content-Length";

    /// What a parser may stumble over.
    private static final List<String> TOKENS =
            List.of(
                    "[",
                    "]",
                    "{",
                    "}",
                    "\"",
                    ",",
                    ":",
                    "null",
                    "true",
                    "NaN",
                    "-Infinity",
                    "-",
                    "1e999",
                    "1e-999",
                    "0.1",
                    "\\u0000",
                    "\\ud83d",
                    "\0",
                    "\ufeff",
                    "\r\n",
                    "\"inputs\":",
                    "\"data\":",
                    "\"shape\":[0]",
                    "\"shape\":[-1]",
                    "[[]]",
                    "{}",
                    "\"X\"",
                    "\"BYTES\"",
                    "\"binary_data_size\":4",
                    "\"instances\":[",
                    "\"columns\":[]",
                    "[".repeat(70),
                    "9".repeat(60),
                    "9223372036854775807",
                    "4294967296");

    /// A way to ask that is right before it is damaged.
    ///
    /// @param written a character a byte
    private record Right(String path, Map<String, String> headers, String written) {
        Right(String path, Map<String, String> headers, byte[] body) {
            this(path, headers, text(body));
        }

        byte[] body() {
            return written.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static final byte[] TWO_FLOATS =
            new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, 0, (byte) 0xc0};

    private static final String BINARY =
            """
            {"id":"b","inputs":[{"name":"X","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"parameters":{"binary_data_output":true}}\
            """;

    private static List<Right> rights() throws IOException {
        var json = Map.of("Content-Type", "application/json");
        var v2 = "/v2/models/two/infer";
        var texts =
                ByteBuffer.allocate(7).order(ByteOrder.LITTLE_ENDIAN).putInt(3).put(utf8("abc"));
        var texting =
                """
                {"inputs":[{"name":"X","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":7}}],"outputs":[{"name":"Y","parameters":{"binary_data":true}}]}\
                """;
        return List.of(
                new Right(v2, json, utf8(House.x(1, 2, 3, 4))),
                new Right(
                        v2,
                        json,
                        utf8("{\"outputs\":[{\"name\":\"Y\"}]," + House.x(1, 2).substring(1))),
                new Right(v2, Map.of(LENGTH, "" + BINARY.length()), joined(BINARY, TWO_FLOATS)),
                new Right(
                        "/v2/models/texts/infer",
                        Map.of(LENGTH, "" + texting.length()),
                        joined(texting, bytes(texts.flip()))),
                new Right(v2, Map.of("Content-Encoding", "gzip"), packed(true, House.x(1, 2))),
                new Right(v2, Map.of("Content-Encoding", "deflate"), packed(false, House.x(1, 2))),
                new Right("/v1/models/two:predict", json, utf8("{\"instances\":[[1,2],[3,4]]}")),
                new Right(
                        "/v1/models/pair:predict",
                        json,
                        utf8("{\"instances\":[{\"A\":[1,2],\"B\":3},{\"A\":[4,5],\"B\":6}]}")),
                new Right(
                        "/services/two/invocations",
                        json,
                        utf8(
                                "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"index\":[0],\"data\":[[1,2],[3,4]]}}")),
                new Right(
                        "/services/two/invocations",
                        json,
                        utf8("{\"dataframe_records\":[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}]}")),
                new Right(
                        "/services/texts/invocations",
                        Map.of("Content-Type", "text/csv"),
                        utf8("X\n\"a \"\"b\"\"\"\nc\n")),
                new Right(
                        "/services/two/invocations",
                        Map.of("Content-Type", "text/csv"),
                        utf8("a,b\r\n1,-2.5e0\r\n\"3\",4\r\n")),
                new Right("/v2/repository/index", json, utf8("{\"ready\":true}")),
                new Right(
                        "/v2/repository/models/two/load",
                        json,
                        utf8("{\"parameters\":{\"a\":1}}")));
    }

    @Test
    void aDamagedBodyIsAnsweredAndForgotten() throws IOException {
        long seed = Long.getLong("seed", RandomGenerator.getDefault().nextLong());
        var random = new Random(seed);
        var rights = rights();
        try (var house = new House(MutatedBodiesTest::little)) {
            house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
            house.settle(house.ready(house.drafts.of("pair", 1, "models/pair.onnx")));
            house.settle(house.ready(house.drafts.of("texts", 1, "models/texts.onnx")));
            for (var right : rights) {
                assertThat(ask(house, right, right.headers(), right.body()).statusCode())
                        .as("%s %s", right.path(), text(right.body()))
                        .isIn(200, 409);
            }
            for (int round = 0; round < ROUNDS; round++) {
                var right = rights.get(random.nextInt(rights.size()));
                var body = mutated(right.body(), random);
                var headers = headers(right, body, random);
                var told =
                        "seed %d, round %d: %s %s %s"
                                .formatted(seed, round, right.path(), headers, text(body));

                var answer = ask(house, right, headers, body);

                assertThat(answer.statusCode())
                        .as("%s answered with %s", told, answer.body())
                        .isIn(allowed(answer));
                if (answer.statusCode() != 200) {
                    assertThat(JsonDocument.of(answer.body()).text("error")).as(told).isNotBlank();
                }
            }
            // Whatever one of them had kept would be missing now.
            var most = House.x(new double[8000]);
            assertThat(house.infer("two", most).statusCode()).as("seed %d", seed).isEqualTo(200);
        }
    }

    /// A damaged request may still be a right one, of which the model makes something that is no number: 500, LG-1604.
    private static Set<Integer> allowed(HttpResponse<String> answer) {
        return answer.body().contains("LG-1604")
                ? Set.of(500)
                : Set.of(200, 400, 404, 409, 413, 415);
    }

    private static void little(Setup s) {
        s.body = 128 << 10;
        s.held = HELD;
    }

    private static HttpResponse<String> ask(
            House house, Right right, Map<String, String> headers, byte[] body) {
        var request =
                HttpRequest.newBuilder(house.uri(right.path()))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return house.send(request.build());
    }

    /// The length of the JSON may be damaged too.
    private static Map<String, String> headers(Right right, byte[] body, Random random) {
        return right.headers().containsKey(LENGTH) && random.nextInt(3) == 0
                ? Map.of(LENGTH, "" + random.nextInt(body.length + 2))
                : right.headers();
    }

    private static byte[] mutated(byte[] right, Random random) {
        var body = right;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(body.length + 1);
            int to = Math.min(body.length, at + 1 + random.nextInt(8));
            body =
                    switch (random.nextInt(5)) {
                        case 0 -> spliced(body, at, to, new byte[0]);
                        case 1 -> spliced(body, to, to, Arrays.copyOfRange(body, at, to));
                        case 2 ->
                                spliced(
                                        body,
                                        at,
                                        at,
                                        utf8(TOKENS.get(random.nextInt(TOKENS.size()))));
                        case 3 -> Arrays.copyOf(body, at);
                        default -> spliced(body, at, to, new byte[] {(byte) random.nextInt()});
                    };
        }
        return body;
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] instead) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(body, 0, from);
        bytes.writeBytes(instead);
        bytes.write(body, to, body.length - to);
        return bytes.toByteArray();
    }

    private static byte[] packed(boolean gzip, String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = gzip ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(utf8(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(String json, byte[] tail) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(utf8(json));
        bytes.writeBytes(tail);
        return bytes.toByteArray();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var all = new byte[buffer.remaining()];
        buffer.get(all);
        return all;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
