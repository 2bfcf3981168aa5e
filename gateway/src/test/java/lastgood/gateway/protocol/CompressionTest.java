package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import lastgood.gateway.House;
import lastgood.gateway.Setup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that come compressed, and answers that go so.
class CompressionTest {
    private static final int MOST = 256 << 10;
    private static final House HOUSE = new House(limits(MOST, 64 << 20));

    @BeforeAll
    static void serve() {
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("two", 1, "models/times2.onnx")));
    }

    @AfterAll
    static void close() {
        HOUSE.close();
    }

    @ParameterizedTest
    @CsvSource({"gzip,gzip", "GZIP,gzip", "x-gzip,gzip", "deflate,deflate", "identity,identity"})
    void aCompressedBodyIsReadAsIfItWerePlain(String said, String coding) throws IOException {
        var response = ask(said, packed(coding, House.x(1, 2)));

        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        assertThat(JsonDocument.of(text(response)).data("Y")).containsExactly("2.0", "4.0");
    }

    @Test
    void aFileOfSeveralMembersIsOneBody() throws IOException {
        var body = House.x(1, 2);
        var two = new ByteArrayOutputStream();
        two.writeBytes(packed("gzip", body.substring(0, 20)));
        two.writeBytes(packed("gzip", ""));
        two.writeBytes(packed("gzip", body.substring(20)));

        assertThat(ask("gzip", two.toByteArray()).statusCode()).isEqualTo(200);
    }

    @Test
    void whatAFileOfGzipSaysOfItselfIsPassedOver() throws IOException {
        var plain = packed("gzip", House.x(1, 2));
        var named = new ByteArrayOutputStream();
        named.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3});
        named.writeBytes(new byte[] {3, 0, 'e', 'x', 't'});
        named.writeBytes("body.json\0said\0".getBytes(StandardCharsets.ISO_8859_1));
        var check = new CRC32();
        check.update(named.toByteArray());
        int at = named.size();
        named.write((int) check.getValue());
        named.write((int) (check.getValue() >> 8));
        named.writeBytes(Arrays.copyOfRange(plain, 10, plain.length));
        byte[] whole = named.toByteArray();

        assertThat(ask("gzip", whole).statusCode()).isEqualTo(200);
        assertThat(text(ask("gzip", Arrays.copyOf(whole, 18))))
                .contains("the body ends before what was compressed");
        assertThat(text(ask("gzip", with(whole, at, whole[at] ^ 1))))
                .as("but for the check of it")
                .contains("no valid gzip");
    }

    static Stream<Arguments> damage() throws IOException {
        var gzip = packed("gzip", House.x(1, 2));
        var deflate = packed("deflate", House.x(1, 2));
        return Stream.of(
                Arguments.of("gzip", new byte[0], "no valid gzip"),
                Arguments.of("gzip", Arrays.copyOf(gzip, 9), "no valid gzip"),
                Arguments.of("gzip", Arrays.copyOf(gzip, 10), "ends before"),
                Arguments.of("gzip", Arrays.copyOf(gzip, gzip.length / 2), "ends before"),
                Arguments.of("gzip", Arrays.copyOf(gzip, gzip.length - 1), "ends before"),
                Arguments.of("gzip", Arrays.copyOf(gzip, gzip.length + 1), "no valid gzip"),
                Arguments.of("gzip", with(gzip, gzip.length - 1, 9), "checksum"),
                Arguments.of("gzip", with(gzip, gzip.length - 8, 1), "checksum"),
                Arguments.of("gzip", with(gzip, 3, 0x20), "no valid gzip"),
                Arguments.of("gzip", with(gzip, 2, 7), "no valid gzip"),
                Arguments.of("gzip", with(gzip, 12, 0xff), "no valid gzip|checksum|ends before"),
                Arguments.of("gzip", deflate, "no valid gzip"),
                Arguments.of(
                        "gzip", House.x(1, 2).getBytes(StandardCharsets.UTF_8), "no valid gzip"),
                Arguments.of("deflate", gzip, "no valid deflate"),
                Arguments.of("deflate", new byte[0], "ends before"),
                Arguments.of("deflate", Arrays.copyOf(deflate, deflate.length - 1), "ends before"),
                Arguments.of(
                        "deflate", Arrays.copyOf(deflate, deflate.length + 3), "something follows"),
                Arguments.of("deflate", with(deflate, deflate.length - 1, 9), "no valid deflate"),
                // It wants a dictionary that nobody has.
                Arguments.of(
                        "deflate", new byte[] {0x78, (byte) 0xbb, 1, 2, 3, 4, 5}, "ends before"),
                // Raw, without the frame that HTTP asks for.
                Arguments.of(
                        "deflate", Arrays.copyOfRange(deflate, 2, deflate.length - 4), "no valid"));
    }

    @ParameterizedTest
    @MethodSource("damage")
    void whatIsDamagedOrCutOffIsRefusedAndTheConnectionGoesOn(
            String coding, byte[] body, String complaint) throws IOException {
        try (var caller = new RawSocket(HOUSE.gateway.address())) {
            caller.send(
                            "POST /v2/models/two/infer HTTP/1.1\r\nHost: h\r\nContent-Encoding: "
                                    + coding
                                    + "\r\nContent-Length: "
                                    + body.length
                                    + "\r\n\r\n")
                    .send(body);
            var refusal = caller.response();

            assertThat(refusal).startsWith("HTTP/1.1 400 ").contains("LG-1602");
            assertThat(Stream.of(complaint.split("\\|", -1)))
                    .as(refusal)
                    .anyMatch(refusal::contains);
            caller.send("GET /v2/health/live HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(caller.response()).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "gzip, deflate", "compress", "x"})
    void anotherCodingIsNotTaken(String coding) {
        var response = ask(coding, new byte[] {1, 2, 3});

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(text(response)).contains("LG-1404", "gzip or deflate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void aBombIsTooLarge(String coding) throws IOException {
        var bomb = packed(coding, " ".repeat(100 << 20));
        assertThat(bomb.length).isLessThan(MOST);

        var response = ask(coding, bomb);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(text(response)).contains("LG-1403", "larger than " + MOST + " bytes");
    }

    /// What comes out counts as what is held, and is given back.
    @Test
    void aSmallBodyThatBecomesLargeNeedsTheMemoryItBecomes() throws IOException {
        try (var house = new House(limits(MOST, 128 << 10))) {
            house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
            var fits = packed("gzip", House.x(1, 2) + " ".repeat(20 << 10));
            var large = packed("gzip", House.x(1, 2) + " ".repeat(200 << 10));
            assertThat(large.length).isLessThan(1000);

            for (int i = 0; i < 20; i++) {
                var refusal = ask(house, "gzip", large);
                assertThat(refusal.statusCode()).as(text(refusal)).isEqualTo(413);
                assertThat(text(refusal)).contains("takes more memory");
                assertThat(ask(house, "gzip", fits).statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void aBodyMayBeAsLargeAsOneThatComesPlain(String coding) throws IOException {
        var body = House.x(1, 2);

        var most = ask(coding, packed(coding, body + " ".repeat(MOST - body.length())));
        var more = ask(coding, packed(coding, body + " ".repeat(MOST - body.length() + 1)));

        assertThat(most.statusCode()).as(text(most)).isEqualTo(200);
        assertThat(more.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|gzip",
                "deflate|deflate",
                "deflate, gzip|gzip",
                "gzip;q=0.5, deflate|deflate",
                "gzip;q=0, deflate;q=0.1|deflate",
                "br, GZIP;q=1.0|gzip"
            })
    void aLargeAnswerGoesAsItsCallerLikesIt(String accepted, String coding) throws IOException {
        var body = rows(500);
        var plain = ask("identity", body);

        var response = ask("identity", body, accepted);

        assertThat(response.headers().firstValue("Content-Encoding")).contains(coding);
        assertThat(response.headers().firstValue("Lastgood-Prediction-Id")).isPresent();
        assertThat(response.body().length).isLessThan(plain.body().length);
        assertThat(unpacked(coding, response.body())).isEqualTo(text(plain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "identity", "gzip;q=0", "", "*;q=0", "gzip;q=abc", "gzip;q=0.0"})
    void whoDoesNotAskForItGetsThePlainAnswer(String accepted) {
        var response = ask("identity", rows(500), accepted);

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(JsonDocument.of(text(response)).data("Y")).hasSize(1000);
    }

    @Test
    void aSmallAnswerGoesPlain() {
        var response =
                ask("identity", House.x(1, 2).getBytes(StandardCharsets.UTF_8), "gzip, deflate");

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
    }

    private static byte[] rows(int rows) {
        return House.x(DoubleStream.iterate(1, d -> d + 0.25).limit(rows * 2L).toArray())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        var changed = bytes.clone();
        changed[at] = (byte) (changed[at] == (byte) value ? value + 1 : value);
        return changed;
    }

    private static byte[] packed(String coding, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out =
                switch (coding) {
                    case "gzip" -> new GZIPOutputStream(bytes);
                    case "deflate" -> new DeflaterOutputStream(bytes);
                    default -> bytes;
                }) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String unpacked(String coding, byte[] bytes) throws IOException {
        InputStream packed = new ByteArrayInputStream(bytes);
        try (var in =
                coding.equals("gzip")
                        ? new GZIPInputStream(packed)
                        : new InflaterInputStream(packed)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Consumer<Setup> limits(int body, long held) {
        return s -> {
            s.body = body;
            s.held = held;
        };
    }

    private static HttpResponse<byte[]> ask(String coding, byte[] body, String... accepted) {
        return ask(HOUSE, coding, body, accepted);
    }

    private static HttpResponse<byte[]> ask(
            House house, String coding, byte[] body, String... accepted) {
        var request =
                HttpRequest.newBuilder(house.uri("/v2/models/two/infer"))
                        .header("Content-Encoding", coding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Stream.of(accepted).forEach(a -> request.header("Accept-Encoding", a));
        return house.bytes(request.build());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
