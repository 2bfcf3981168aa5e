package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import lastgood.gateway.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Tensors as bytes behind the JSON, there and back.
class BinaryTensorTest {
    private static final String LENGTH = "Inference-Header-Content-Length";
    private static final House HOUSE = new House();
    private static final byte[] FLOATS = littleEndian(8).putFloat(1.5f).putFloat(-2).array();
    private static final String X =
            """
            {"id":"b1","inputs":[{"name":"X","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}]%s}\
            """;
    private static final String OUT_BINARY = ",\"parameters\":{\"binary_data_output\":true}";

    @BeforeAll
    static void serve() {
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("two", 1, "models/times2.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("pair", 1, "models/pair.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("types", 1, "models/types.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("unsigned", 1, "models/unsigned.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("halves", 1, "models/halves.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("words", 1, "models/words.onnx")));
    }

    @AfterAll
    static void close() {
        HOUSE.close();
    }

    @Test
    void bytesComeInAndJsonGoesOutUnlessBytesAreAskedFor() {
        var response = ask("two", X.formatted(""), FLOATS);

        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        assertThat(response.headers().firstValue(LENGTH)).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        var answer = JsonDocument.of(text(response));
        assertThat(answer.text("id")).isEqualTo("b1");
        assertThat(answer.data("Y")).containsExactly("3.0", "-4.0");
    }

    @Test
    void allOutputsComeAsBytesWhereTheRequestSaysSo() {
        var response = ask("two", X.formatted(OUT_BINARY), FLOATS);

        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/octet-stream");
        assertThat(response.headers().firstValue("Lastgood-Prediction-Id")).isPresent();
        var output = document(response).root().path("outputs").get(0);
        assertThat(output.toString())
                .isEqualTo(
                        "{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[1,2],\"parameters\":{\"binary_data_size\":8}}");
        assertThat(tail(response)).isEqualTo(littleEndian(8).putFloat(3).putFloat(-4).array());
    }

    @Test
    void jsonComesInAndBytesGoOut() {
        var body = House.x(1, 2);
        var response = HOUSE.infer("two", body.substring(0, body.length() - 1) + OUT_BINARY + "}");

        assertThat(response.headers().firstValue(LENGTH)).isPresent();
        assertThat(response.body()).contains("\"binary_data_size\":8");
    }

    @Test
    void whatOneOutputSaysOfItselfComesFirst() {
        var wanted =
                """
                ,"outputs":[{"name":"scores","parameters":{"binary_data":true}},{"name":"label","parameters":{"binary_data":false}}]\
                """;
        var one = ask("words", X.formatted(wanted), FLOATS);
        var other =
                ask(
                        "words",
                        X.formatted(
                                OUT_BINARY
                                        + ",\"outputs\":[{\"name\":\"label\"},{\"name\":\"scores\",\"parameters\":{\"binary_data\":false}}]"),
                        FLOATS);

        assertThat(document(one).data("label")).containsExactly("no");
        assertThat(tail(one)).hasSize(8);
        assertThat(document(other).outputs()).containsExactly("label", "scores");
        assertThat(document(other).data("scores")).hasSize(2);
        assertThat(tail(other)).isEqualTo(littleEndian(6).putInt(2).put(utf8("no")).array());
    }

    /// What goes in comes out, byte by byte: the model hands each tensor through.
    @Test
    void everyDatatypeGoesThroughAsBytes() {
        var types =
                new Sending()
                        .add("b", "BOOL", new byte[] {1, 0})
                        .add("i8", "INT8", new byte[] {-128, 127})
                        .add(
                                "i16",
                                "INT16",
                                littleEndian(4).putShort((short) -2).putShort((short) 3))
                        .add("i32", "INT32", littleEndian(8).putInt(Integer.MIN_VALUE).putInt(7))
                        .add("i64", "INT64", littleEndian(16).putLong(Long.MIN_VALUE).putLong(-1))
                        .add("u8", "UINT8", new byte[] {0, (byte) 255})
                        .add(
                                "f32",
                                "FP32",
                                littleEndian(8).putFloat(-0.1f).putFloat(Float.MAX_VALUE))
                        .add(
                                "f64",
                                "FP64",
                                littleEndian(16).putDouble(0.1).putDouble(-Double.MAX_VALUE))
                        .add("s", "BYTES", littleEndian(11).putInt(0).putInt(3).put(utf8("€")));
        var unsigned =
                new Sending()
                        .add(
                                "u16",
                                "UINT16",
                                littleEndian(4).putShort((short) -1).putShort((short) 3))
                        .add("u32", "UINT32", littleEndian(8).putInt(-1).putInt(7))
                        .add("u64", "UINT64", littleEndian(16).putLong(-1).putLong(2));

        assertThat(types.askedOf("types")).isEqualTo(types.bytes());
        assertThat(unsigned.askedOf("unsigned")).isEqualTo(unsigned.bytes());
    }

    @Test
    void halvesGoThroughAsBytes() {
        var sent =
                littleEndian(4)
                        .putShort(Float.floatToFloat16(0.1f))
                        .putShort(Float.floatToFloat16(-3))
                        .array();
        var json =
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,2],\"datatype\":\"FP16\",\"parameters\":{\"binary_data_size\":4}}]"
                        + OUT_BINARY
                        + "}";

        var came = ByteBuffer.wrap(tail(ask("halves", json, sent))).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(Float.float16ToFloat(came.getShort())).isEqualTo(0.19995117f);
        assertThat(Float.float16ToFloat(came.getShort())).isEqualTo(-6);
    }

    @Test
    void jsonAndBytesStandSideBySide() {
        var json =
                """
                {"inputs":[{"name":"A","shape":[1,2],"datatype":"FP32","data":[1,2]},
                {"parameters":{"binary_data_size":4},"datatype":"FP32","shape":[1,1],"name":"B"}]}\
                """;

        var response = ask("pair", json, littleEndian(4).putFloat(10).array());

        assertThat(JsonDocument.of(text(response)).data("Y")).containsExactly("11.0", "12.0");
    }

    @Test
    void theServerSaysThatItSpeaksBytes() {
        assertThat(JsonDocument.of(HOUSE.get("/v2").body()).root().path("extensions").toString())
                .contains("\"binary_tensor_data\"");
    }

    static Stream<Arguments> lies() {
        var plain = X.formatted("");
        int length = plain.length();
        return Stream.of(
                Arguments.of(plain, FLOATS, "", "no header Inference-Header-Content-Length"),
                Arguments.of(plain, FLOATS, "-1", "where in the body the JSON ends"),
                Arguments.of(plain, FLOATS, "+" + length, "where in the body the JSON ends"),
                Arguments.of(plain, FLOATS, "0x10", "where in the body the JSON ends"),
                Arguments.of(plain, FLOATS, "1e2", "where in the body the JSON ends"),
                Arguments.of(
                        plain,
                        FLOATS,
                        length + "\r\nInference-Header-Content-Length: " + length,
                        "is there twice"),
                Arguments.of(plain, FLOATS, "99999999999", "where in the body the JSON ends"),
                Arguments.of(plain, FLOATS, "" + (length + 9), "where in the body the JSON ends"),
                Arguments.of(plain, FLOATS, "" + (length - 1), "the body is not JSON"),
                Arguments.of(plain, FLOATS, "" + (length + 1), "but only 7 bytes are left"),
                Arguments.of(plain, FLOATS, "0", "values alone are not taken"),
                Arguments.of(
                        plain,
                        new byte[7],
                        "" + length,
                        "binary_data_size is 8, but only 7 bytes are left"),
                Arguments.of(plain, new byte[0], "" + length, "but only 0 bytes are left"),
                Arguments.of(
                        plain,
                        new byte[9],
                        "" + length,
                        "1 bytes are left behind those of the last binary tensor"),
                lie("8", "4", "but only"),
                lie("8", "-8", "binary_data_size must be a number of bytes"),
                lie("8", "8.0", "binary_data_size must be a number of bytes"),
                lie("8", "\"8\"", "binary_data_size must be a number of bytes"),
                lie("8", "null", "binary_data_size must be a number of bytes"),
                lie("8", "99999999999999999999999", "binary_data_size must be a number of bytes"),
                lie("8", "9223372036854775807", "but only 8 bytes are left"),
                lie("8", "4294967304", "but only 8 bytes are left"),
                lie("8", "7", "2 values of FP32 are 8 bytes, but there are 7"),
                lie("8", "0", "2 values of FP32 are 8 bytes, but there are 0"),
                lie("8}", "8,\"binary_data_size\":8}", "has binary_data_size twice"),
                lie("[1,2]", "[4000,4000]", "values of FP32 are 64000000 bytes, but there are 8"),
                lie("[1,2]", "[1,2],\"data\":[1,2]", "has data and binary_data_size"),
                lie("\"FP32\"", "\"BYTES\"", "each behind its length|must be FP32"),
                lie("\"FP32\"", "\"INT64\"", "2 values of INT64 are 16 bytes"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieAboutSizesIsRefusedAndTheConnectionGoesOn(
            String json, byte[] tail, String header, String complaint) throws IOException {
        try (var caller = new RawSocket(HOUSE.gateway.address())) {
            caller.send(
                    """
                    POST /v2/models/two/infer HTTP/1.1\r
                    Host: h\r
                    Content-Length: %d\r
                    %s\r
                    """
                            .formatted(
                                    json.length() + tail.length,
                                    header.isEmpty() ? "" : LENGTH + ": " + header + "\r\n"));
            caller.send(json).send(tail);
            var refusal = caller.response();

            assertThat(refusal).startsWith("HTTP/1.1 400 ").contains("\"error\":", "LG-1602");
            assertThat(Stream.of(complaint.split("\\|", -1)))
                    .as(refusal)
                    .anyMatch(refusal::contains);
            caller.send("GET /v2/health/live HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(caller.response()).startsWith("HTTP/1.1 200 ");
        }
    }

    private static Arguments lie(String truth, String instead, String complaint) {
        var json = X.formatted("").replace(truth, instead);
        return instead.equals("4")
                ? Arguments.of(
                        json,
                        FLOATS,
                        "" + json.length(),
                        "2 values of FP32 are 8 bytes, but there are 4")
                : Arguments.of(json, FLOATS, "" + json.length(), complaint);
    }

    /// Tensors of two values each, and how they are sent.
    private static final class Sending {
        private final StringBuilder inputs = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Sending add(String name, String datatype, ByteBuffer values) {
            var all = new byte[values.capacity()];
            values.get(0, all);
            return add(name, datatype, all);
        }

        Sending add(String name, String datatype, byte[] values) {
            inputs.append(inputs.isEmpty() ? "" : ",")
                    .append(
                            """
                            {"name":"%s","shape":[2],"datatype":"%s","parameters":{"binary_data_size":%d}}\
                            """
                                    .formatted(name, datatype, values.length));
            bytes.writeBytes(values);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        byte[] askedOf(String service) {
            var response = ask(service, "{\"inputs\":[" + inputs + "]" + OUT_BINARY + "}", bytes());
            assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
            return tail(response);
        }
    }

    private static HttpResponse<byte[]> ask(String service, String json, byte[] tail) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(utf8(json));
        int length = body.size();
        body.writeBytes(tail);
        return HOUSE.bytes(
                HttpRequest.newBuilder(HOUSE.uri("/v2/models/" + service + "/infer"))
                        .header(LENGTH, "" + length)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build());
    }

    private static JsonDocument document(HttpResponse<byte[]> response) {
        return JsonDocument.of(
                new String(response.body(), 0, jsonLength(response), StandardCharsets.UTF_8));
    }

    private static byte[] tail(HttpResponse<byte[]> response) {
        return Arrays.copyOfRange(response.body(), jsonLength(response), response.body().length);
    }

    private static int jsonLength(HttpResponse<byte[]> response) {
        return (int) response.headers().firstValueAsLong(LENGTH).orElseThrow();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
