package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything a caller can get wrong, over the real socket.
class BadRequestTest {
    private static final House HOUSE = new House();

    @BeforeAll
    static void serve() {
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("two", 1, "models/times2.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("pair", 1, "models/pair.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("types", 1, "models/types.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("few", 1, "models/times2.onnx").batchMax(3)));
        HOUSE.settle(
                HOUSE.ready(HOUSE.drafts.of("strict", 1, "models/times2.onnx").schema(strict())));
    }

    @AfterAll
    static void close() {
        HOUSE.close();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                said("", "the body is not JSON", "the body is no JSON object"),
                said("[]", "the body is no JSON object"),
                said("{", "the body is not JSON (line 1, column 2)"),
                said("{} {}", "something follows the JSON document"),
                said("{}", "'inputs' is missing"),
                said("{\"inputs\":{}}", "'inputs' must be an array"),
                said("{\"inputs\":[]}", "input 'X' is missing"),
                said("{\"inputs\":[],\"inputs\":[]}", "'inputs' is there twice"),
                said("{\"id\":7,\"inputs\":[]}", "'id' must be a string"),
                said("{\"id\":\"a\",\"id\":\"b\",\"inputs\":[]}", "'id' is there twice"),
                said("{\"outputs\":[],\"inputs\":[],\"outputs\":[]}", "'outputs' is there twice"),
                said("{\"parameters\":{},\"parameters\":{}}", "'parameters' is there twice"),
                said(
                        "{\"parameters\":{\"binary_data_output\":1},\"inputs\":[]}",
                        "binary_data_output must be true or false"),
                said(
                        "{\"inputs\":[],\"outputs\":[{\"name\":\"Y\",\"parameters\":{\"classification\":2}}]}",
                        "an output asks for classification, which is not offered"),
                said(
                        "{\"inputs\":[],\"outputs\":[{\"name\":\"Y\",\"name\":\"Z\"}]}",
                        "an output has its name twice"),
                said(
                        "{\"inputs\":[],\"outputs\":[{\"name\":\"Y\"},{\"name\":\"Y\",\"parameters\":{\"binary_data\":true}}]}",
                        "output 'Y' is there twice"),
                said(
                        "{\"inputs\":[{\"name\":\"X\",\"parameters\":{\"shared_memory_region\":\"r\"}}]}",
                        "input 'X' is in shared memory, which is not offered"),
                said("{\"inputs\":[7]}", "an input must be an object"),
                said(input("", "[1,2]", "FP32", "[1,2]"), "an input has no name"),
                said(
                        "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,2],\"datatype\":\"INT64\",\"data\":[1,2],"
                                + "\"datatype\":\"FP32\"}]}",
                        "input 'X' has datatype twice"),
                said(input("X", "", "FP32", "[1,2]"), "input 'X' has no shape"),
                said(input("X", "[1,2]", "", "[1,2]"), "input 'X' has no datatype"),
                said(input("X", "[1,2]", "FP32", ""), "input 'X' has no data"),
                said(
                        input("x", "[1,2]", "FP32", "[1,2]"),
                        "there is no input 'x' (did you mean 'X'?)"),
                said(input("X", "[1,2]", "FP64", "[1,2]"), "input 'X' is FP64, but must be FP32"),
                said(
                        input("X", "[1,2]", "FP31", "[1,2]"),
                        "no such datatype (did you mean 'FP32'?)"),
                said(
                        input("X", "[1,2]", "FP16", "[1,65520]"),
                        "input 'X': 65520 does not fit FP16"),
                said(
                        input("X", "[1,3]", "FP32", "[1,2,3]"),
                        "input 'X' has shape [1, 3], but must have [-1, 2]"),
                said(
                        input("X", "[2]", "FP32", "[1,2]"),
                        "input 'X' has shape [2], but must have [-1, 2]"),
                said(
                        input("X", "[2,2]", "FP32", "[1,2,3]"),
                        "has shape [2, 2], but its data has 3 values"),
                said(
                        input("X", "[2,2]", "FP32", "[[1,2,3,4]]"),
                        "has shape [2, 2], but its data is nested as [1, 4]"),
                said(input("X", "[2,2]", "FP32", "[[1,2],[3]]"), "data is ragged"),
                said(input("X", "[2,1]", "FP32", "[[1],[[]]]"), "its data"),
                said(input("X", "[1,2]", "FP32", "[[]]"), "its data"),
                said(input("X", "[2,2]", "FP32", "[1,[2,3],4]"), "data is ragged"),
                said(input("X", "[0,2]", "FP32", "[]"), "input 'X': a dimension must be positive"),
                said(
                        input("X", "[-1,2]", "FP32", "[1,2]"),
                        "input 'X': a dimension must be positive"),
                said(
                        input("X", "[-99999999999999999999,2]", "FP32", "[1,2]"),
                        "a dimension must be positive"),
                said(input("X", "[1.5,2]", "FP32", "[1,2]"), "a dimension must be a whole number"),
                said(input("X", "[16777217,1]", "FP32", "[1]"), "more than 16777216 elements"),
                said(
                        input("X", "[99999999999999999999,2]", "FP32", "[1,2]"),
                        "more than 16777216 elements"),
                said(
                        input("X", "[4294967296,4294967296]", "FP32", "[1,2]"),
                        "more than 16777216 elements"),
                said(
                        input("X", "[9223372036854775807,3]", "FP32", "[1,2]"),
                        "more than 16777216 elements"),
                said(input("X", "[1,1,1,1,1,1,1,1,2]", "FP32", "[1,2]"), "more than 8 dimensions"),
                said(input("X", "[1,2]", "FP32", "[1,\"2\"]"), "FP32 takes numbers, got a string"),
                said(input("X", "[1,2]", "FP32", "[1,true]"), "FP32 takes numbers, got a boolean"),
                said(input("X", "[1,2]", "FP32", "[1,{}]"), "an array holds an object"),
                said(input("X", "[1,2]", "FP32", "[1,1e39]"), "1e39 does not fit FP32"),
                said(input("X", "[1,2]", "FP32", "7"), "data must be an array"),
                said(
                        "{\"inputs\":["
                                + one("X", "[1,2]", "FP32", "[1,2]")
                                + ","
                                + one("X", "[1,2]", "FP32", "[1,2]")
                                + "]}",
                        "input 'X' is there twice"),
                said(
                        "{\"inputs\":["
                                + one("X", "[1,2]", "FP32", "[1,2]")
                                + ","
                                + one("Z", "[1,2]", "FP32", "[1,2]")
                                + "]}",
                        "there is no input 'Z'"),
                said(
                        "{\"inputs\":["
                                + one("X", "[1,2]", "FP32", "[1,2]")
                                + "],\"outputs\":[{\"name\":\"y\"}]}",
                        "there is no output 'y' (did you mean 'Y'?)"),
                said(
                        "{\"inputs\":[" + one("X", "[1,2]", "FP32", "[1,2]") + "],\"outputs\":7}",
                        "'outputs' must be an array"),
                said(
                        "{\"inputs\":["
                                + one("X", "[1,2]", "FP32", "[1,2]")
                                + "],\"outputs\":[{}]}",
                        "an output has no name"),
                said(
                        "{\"inputs\":" + "[".repeat(65) + "]".repeat(65) + "}",
                        "an input must be an object"),
                said(
                        "{\"parameters\":" + "[".repeat(65) + "]".repeat(65) + "}",
                        "nested deeper than 64"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamed(String body, List<String> complaints) {
        var response = HOUSE.infer("two", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(response.headers().firstValue("Lastgood-Prediction-Id")).isEmpty();
        var detail = JsonDocument.of(response.body()).text("error");
        assertThat(complaints).anySatisfy(complaint -> assertThat(detail).contains(complaint));
        assertThat(JsonDocument.of(response.body()).text("detail")).isEqualTo(detail);
        assertThat(JsonDocument.of(response.body()).text("code")).isEqualTo("LG-1602");
        assertThat(JsonDocument.of(response.body()).text("type")).isEqualTo("/errors/LG-1602");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                said(typed("b", "BOOL", "1"), "BOOL takes true and false, got a number"),
                said(typed("i8", "INT8", "128"), "128 does not fit INT8"),
                said(typed("i16", "INT16", "-32769"), "-32769 does not fit INT16"),
                said(typed("i32", "INT32", "2147483648"), "2147483648 does not fit INT32"),
                said(
                        typed("i64", "INT64", "9223372036854775808"),
                        "9223372036854775808 does not fit INT64"),
                said(
                        typed("i64", "INT64", "1.0"),
                        "INT64 takes whole numbers, got a number that is not whole"),
                said(typed("i64", "INT64", "null"), "INT64 takes whole numbers, got null"),
                said(typed("u8", "UINT8", "-1"), "-1 does not fit UINT8"),
                said(typed("u8", "UINT64", "-1"), "a value does not fit UINT64"),
                said(typed("f64", "FP64", "1e309"), "1e309 does not fit FP64"),
                said(typed("s", "BYTES", "1"), "BYTES takes strings, got a number"),
                said(typed("s", "BYTES", "null"), "BYTES takes strings, got null"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueThatIsNotOfItsDatatypeIsNamed(String body, List<String> complaints) {
        var response = HOUSE.infer("types", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JsonDocument.of(response.body()).text("error")).contains(complaints.getFirst());
    }

    @Test
    void aSecondInputThatIsMissingIsNamed() {
        var response = HOUSE.infer("pair", input("A", "[1,2]", "FP32", "[1,2]"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("input 'B' is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void inputsOfDifferentRowsAreRefused(int rows) {
        var a = one("A", "[2,2]", "FP32", "[1,2,3,4]");
        var b = one("B", "[" + rows + ",1]", "FP32", "[1" + ",1".repeat(rows - 1) + "]");

        var response = HOUSE.infer("pair", "{\"inputs\":[" + a + "," + b + "]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body())
                .contains("input 'A' has 2 rows, but input 'B' has " + rows, "LG-1602");
    }

    @Test
    void moreRowsThanTheReleaseTakesAreRefused() {
        assertThat(HOUSE.infer("few", House.x(1, 2, 3, 4, 5, 6)).statusCode()).isEqualTo(200);

        var response = HOUSE.infer("few", House.x(1, 2, 3, 4, 5, 6, 7, 8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("the request has 4 rows, the most is 3");
    }

    @ParameterizedTest
    @MethodSource("missingValues")
    void aMissingValueIsRefusedOnlyWhereTheSchemaWantsOne(String value) {
        var must = HOUSE.infer("strict", input("X", "[2,2]", "FP32", "[1,2," + value + ",4]"));
        var may = HOUSE.infer("strict", input("X", "[1,2]", "FP32", "[1," + value + "]"));

        assertThat(must.statusCode()).isEqualTo(400);
        assertThat(must.body())
                .contains("column 'must' of input 'X' must have a value", "in row 1");
        assertThat(may.statusCode()).isIn(200, 500); // read and run: what comes out is not finite
        assertThat(may.body()).doesNotContain("LG-1602");
    }

    static Stream<String> missingValues() {
        return Stream.of("NaN", "Infinity", "-Infinity", "null");
    }

    @Test
    void anUnknownServiceIsNotFound() {
        var response = HOUSE.infer("nobody", House.x(1, 2));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"error\":", "LG-1101").doesNotContain("two");
    }

    @Test
    void aServiceWithoutALiveReleaseDoesNotServe() {
        HOUSE.ready(HOUSE.drafts.of("later", 1, "models/times2.onnx"));

        var response = HOUSE.infer("later", House.x(1, 2));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("LG-1601");
        assertThat(HOUSE.get("/v2/models/later").statusCode()).isEqualTo(503);
        assertThat(HOUSE.get("/v2/models/later/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void aWrongMethodIsToldWhichIsRight() {
        var response = HOUSE.get("/v2/models/two/infer");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        assertThat(HOUSE.post("/v2", "{}").headers().firstValue("Allow")).contains("GET");
    }

    @ParameterizedTest
    @MethodSource("nowhere")
    void anAddressThatIsNotOneIsNotFound(String path) {
        assertThat(HOUSE.get(path).statusCode()).isEqualTo(404);
    }

    static Stream<String> nowhere() {
        return Stream.of(
                "//v2",
                "/v1",
                "/v1/models/two:explain",
                "/v1/models/two/ready",
                "/v1/models/two:",
                "//invocations",
                "/services/two",
                "/services/two/predict",
                "/services/two/invocations/more",
                "/services/nobody/ping",
                "/v2/health",
                "/v2/health/dead",
                "/v2/models",
                "/v2/models/two/versions",
                "/v2/models/two/versions/0",
                "/v2/models/two/versions/r0",
                "/v2/models/two/versions/R1",
                "/v2/models/two//",
                "/v2/models/two/versions/r99",
                "/v2/models/two/config",
                "/v2/models/two/ready/now",
                "/v2/models/%2e%2e/ready",
                "/v2/repository",
                "/v2/repository/models/two",
                "/v2/repository/models/two/reload",
                "/v2/repository/index/more",
                "/metrics");
    }

    @Test
    void aVersionThatIsNotLiveIsNotAnswered() {
        HOUSE.ready(HOUSE.drafts.of("two", 2, "models/times3.onnx"));

        assertThat(HOUSE.post("/v2/models/two/versions/r1/infer", House.x(1, 2)).statusCode())
                .isEqualTo(200);
        assertThat(HOUSE.post("/v2/models/two/versions/r2/infer", House.x(1, 2)).statusCode())
                .isEqualTo(404);
        assertThat(HOUSE.post("/v2/models/two/versions/r3/infer", House.x(1, 2)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aVersionIsAskedForByItsNameOrItsNumber() {
        assertThat(HOUSE.post("/v2/models/two/versions/1/infer", House.x(1, 2)).statusCode())
                .isEqualTo(200);
        assertThat(HOUSE.get("/v2/models/two/versions/1/ready").statusCode()).isEqualTo(200);
    }

    private static Schema strict() {
        var must =
                new Column(
                        "must",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false);
        var may =
                new Column(
                        "may",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        true);
        return new Schema(
                List.of(new TensorSpec("X", Datatype.FP32, List.of(-1L, 2L), List.of(must, may))),
                List.of(new TensorSpec("Y", Datatype.FP32, List.of(-1L, 2L), List.of())));
    }

    private static Arguments said(String body, String... complaints) {
        return Arguments.of(body, List.of(complaints));
    }

    private static String input(String name, String shape, String datatype, String data) {
        return "{\"inputs\":[" + one(name, shape, datatype, data) + "]}";
    }

    private static String typed(String name, String datatype, String value) {
        return input(name, "[1]", datatype, "[" + value + "]");
    }

    /// One input; what is empty is left out.
    private static String one(String name, String shape, String datatype, String data) {
        var parts =
                Stream.of(
                        name.isEmpty() ? "" : "\"name\":\"" + name + "\"",
                        shape.isEmpty() ? "" : "\"shape\":" + shape,
                        datatype.isEmpty() ? "" : "\"datatype\":\"" + datatype + "\"",
                        data.isEmpty() ? "" : "\"data\":" + data);
        return "{" + String.join(",", parts.filter(part -> !part.isEmpty()).toList()) + "}";
    }
}
