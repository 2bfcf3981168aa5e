package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.ServiceName;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// KServe's first protocol and MLflow's scoring server: rows of which the live release's schema says what they are.
class RowsTest {
    private static final House HOUSE = new House();

    @BeforeAll
    static void serve() {
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("two", 1, "models/times2.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("pair", 1, "models/pair.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("words", 1, "models/words.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("matrix", 1, "models/matrix.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("types", 1, "models/types.onnx")));
        HOUSE.settle(HOUSE.ready(HOUSE.drafts.of("unsigned", 1, "models/unsigned.onnx")));
        HOUSE.settle(
                HOUSE.ready(HOUSE.drafts.of("named", 1, "models/times2.onnx").schema(named())));
        HOUSE.ready(HOUSE.drafts.of("later", 1, "models/times2.onnx"));
    }

    @AfterAll
    static void close() {
        HOUSE.close();
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                Arguments.of("two", "{'instances':[[1,2],[3,4.5]]}", "[[2.0,4.0],[6.0,9.0]]"),
                Arguments.of("two", "{'inputs':[[1,2]]}", "[[2.0,4.0]]"),
                Arguments.of("two", "{'instances':[{'X':[1,2]}]}", "[[2.0,4.0]]"),
                Arguments.of("two", "{'instances':[{'a':1,'b':2}]}", "[[2.0,4.0]]"),
                Arguments.of(
                        "two",
                        "{'signature_name':'serving_default','instances':[[1,2]]}",
                        "[[2.0,4.0]]"),
                Arguments.of("two", "{'inputs':{'X':[[1,2],[3,4]]}}", "[[2.0,4.0],[6.0,8.0]]"),
                Arguments.of(
                        "named",
                        "{'inputs':{'right':[2,4],'left':[1,3]}}",
                        "[[2.0,4.0],[6.0,8.0]]"),
                Arguments.of(
                        "named",
                        "{'instances':[{'right':2,'left':1},{'left':3,'right':4}]}",
                        "[[2.0,4.0],[6.0,8.0]]"),
                Arguments.of(
                        "matrix",
                        "{'instances':[[[1,2,3],[4,5,6]]]}",
                        "[[[2.0,4.0,6.0],[8.0,10.0,12.0]]]"),
                Arguments.of(
                        "pair",
                        "{'instances':[{'A':[1,2],'B':[10]},{'B':[20],'A':[3,4]}]}",
                        "[[11.0,12.0],[23.0,24.0]]"),
                Arguments.of("pair", "{'instances':[{'A':[1,2],'B':10}]}", "[[11.0,12.0]]"),
                Arguments.of("pair", "{'inputs':{'A':[[1,2]],'B':[10]}}", "[[11.0,12.0]]"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rowsAreAskedForInEveryForm(String service, String body, String predictions) {
        for (var path :
                List.of(
                        "/v1/models/" + service + ":predict",
                        "/services/" + service + "/invocations")) {
            var response = HOUSE.post(path, body.replace('\'', '"'));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"predictions\":" + predictions + "}");
            assertThat(response.headers().firstValue("Lastgood-Release")).contains("r1");
            assertThat(response.headers().firstValue("Lastgood-Epoch")).isPresent();
            var id = response.headers().firstValue("Lastgood-Prediction-Id").orElseThrow();
            assertThat(House.SEAL.copy().open(new ServiceName(service), id)).isPresent();
        }
    }

    static Stream<Arguments> tables() {
        var split = "{'columns':['left','right'],'index':[0,1],'data':[[1,2],[3,4]]}";
        return Stream.of(
                Arguments.of("named", "{'dataframe_split':" + split + "}"),
                Arguments.of(
                        "named",
                        "{'dataframe_split':{'data':[[2,1],[4,3]],'columns':['right','left']}}"),
                Arguments.of(
                        "two", "{'dataframe_split':{'columns':['p','q'],'data':[[1,2],[3,4]]}}"),
                Arguments.of("two", "{'dataframe_split':{'columns':[0,1],'data':[[1,2],[3,4]]}}"),
                Arguments.of(
                        "two", "{'dataframe_split':{'columns':['X'],'data':[[[1,2]],[[3,4]]]}}"),
                Arguments.of(
                        "named",
                        "{'dataframe_records':[{'left':1,'right':2},{'right':4,'left':3}]}"),
                Arguments.of(
                        "named",
                        "{'params':{},'dataframe_records':[{'left':1,'right':2},{'right':4,'left':3}]}"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tablesAreAskedForInEveryForm(String service, String body) {
        var response = invoke(service, body.replace('\'', '"'), "application/json; charset=utf-8");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"predictions\":[[2.0,4.0],[6.0,8.0]]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "left,right\n1,2\n3,4\n",
                "right,left\r\n2,1\r\n4,3",
                "\ufeff\"left\",\"right\"\n\n\"1\",+2.0\n\n3, 4e0 \n\n",
                "left,right\n.1e1,2.\n3,4"
            })
    void aTableMayBeCsv(String table) {
        var response = invoke("named", table, "text/csv; charset=utf-8");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"predictions\":[[2.0,4.0],[6.0,8.0]]}");
    }

    @Test
    void everyDatatypeCanBeWrittenInCsv() {
        var response =
                invoke(
                        "types",
                        """
                        b,i8,i16,i32,i64,u8,f32,f64,s
                        True,-128,1,2,-9223372036854775808,255,0.1,1e300,"a ""b"", c
                        d"
                        false,127,1,2,9223372036854775807,0,-1,2,
                        """,
                        "text/csv");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        """
                        {"predictions":[\
                        {"b_out":true,"i8_out":-128,"i16_out":1,"i32_out":2,"i64_out":-9223372036854775808,"u8_out":255,"f32_out":0.1,"f64_out":1.0E300,"s_out":"a \\"b\\", c\\nd"},\
                        {"b_out":false,"i8_out":127,"i16_out":1,"i32_out":2,"i64_out":9223372036854775807,"u8_out":0,"f32_out":-1.0,"f64_out":2.0,"s_out":""}]}\
                        """);
        assertThat(
                        invoke(
                                        "unsigned",
                                        "u16,u32,u64\n65535,4294967295,18446744073709551615\n",
                                        "text/csv")
                                .body())
                .contains("\"u64_out\":18446744073709551615");
    }

    @Test
    void severalOutputsAreAnObjectEachRow() {
        var response = HOUSE.post("/v1/models/words:predict", "{\"instances\":[[0,0],[5,5]]}");

        assertThat(response.body())
                .isEqualTo(
                        "{\"predictions\":[{\"label\":\"no\",\"scores\":[0.5,0.5]},{\"label\":\"no\",\"scores\":[0.5,0.5]}]}");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                json("two", "", "the body is no"),
                json("two", "[]", "the body is no JSON object"),
                json("two", "{", "the body is not JSON"),
                json(
                        "two",
                        "{} {}",
                        "one of dataframe_records, dataframe_split, inputs, instances is missing|something follows"),
                json("two", "{'instances':[[1,2]]} x", "not JSON|something follows"),
                json("two", "{'instances':[[1,2]],'instances':[[1,2]]}", "rows are there twice"),
                json("two", "{'instances':[[1,2]],'inputs':[[1,2]]}", "rows are there twice"),
                json("two", "{'instances':[[1,2]],'params':{'a':1}}", "params are not taken"),
                json("two", "{'instances':{}}", "'instances' must be an array"),
                json("two", "{'instances':[]}", "there are no rows"),
                json("two", "{'instances':[[]]}", "holds empty arrays|has no values"),
                json("two", "{'instances':[[],[]]}", "has no values"),
                json("two", "{'instances':[[[]],[[]]]}", "has no values"),
                json("two", "{'instances':[[1,2],[3]]}", "'X': data is ragged"),
                json("two", "{'instances':[[1,2],3]}", "'X': data is ragged"),
                json("two", "{'instances':[[1,2],{'X':[1,2]}]}", "'X': an array holds an object"),
                json("two", "{'instances':[{'X':[1,2]},[1,2]]}", "row 1 is no object"),
                json("two", "{'instances':[[1,'2']]}", "'X': FP32 takes numbers, got a string"),
                json("two", "{'instances':[[1,1e39]]}", "1e39 does not fit FP32"),
                json(
                        "two",
                        "{'instances':[[1,2,3]]}",
                        "input 'X' has shape [1, 3], but must have [-1, 2]"),
                json("two", "{'instances':" + "[".repeat(63) + "]".repeat(63) + "}", "deeper"),
                json(
                        "two",
                        "{'a':" + "[".repeat(70) + "]".repeat(70) + ",'instances':[[1,2]]}",
                        "nested deeper than 64"),
                json("two", "{'instances':[{'X':[1,2],'X':[1,2]}]}", "row 0 has 'X' twice"),
                json(
                        "two",
                        "{'instances':[{'a':1,'b':2,'c':3}]}",
                        "there is no input or column 'c'"),
                json(
                        "two",
                        "{'instances':[{'a':1,'b':[2]}]}",
                        "a cell of input 'X' holds an array"),
                json("two", "{'instances':[{'a':1,'X':[1,2]}]}", "as a whole and by its columns"),
                json("two", "{'instances':[{}]}", "input 'X' is missing"),
                json(
                        "named",
                        "{'instances':[{'left':1}]}",
                        "column 'right' of input 'X' is missing"),
                json(
                        "named",
                        "{'instances':[{'left':1,'right':2},{'left':1}]}",
                        "row 1 has no 'right'"),
                json(
                        "named",
                        "{'instances':[{'left':1},{'left':1,'right':2}]}",
                        "row 1 has no 'right', which another|row 1 has"),
                json(
                        "named",
                        "{'instances':[{'left':1,'rihgt':2}]}",
                        "no input or column 'rihgt' (did you mean 'right'?)"),
                json(
                        "named",
                        "{'instances':[{'left':null,'right':2}]}",
                        "column 'left' of input 'X' must have a value"),
                json(
                        "named",
                        "{'inputs':{'left':[1,2],'right':[1]}}",
                        "the columns of input 'X' differ in length"),
                json(
                        "named",
                        "{'inputs':{'left':[1],'left':[2],'right':[1]}}",
                        "'left' is there twice"),
                json("named", "{'inputs':{'left':1}}", "'left' must be an array"),
                json("named", "{'inputs':{'left':[],'right':[]}}", "there are no rows"),
                json(
                        "pair",
                        "{'instances':[[1,2]]}",
                        "the live release takes 'A', 'B': a row is an object"),
                json("pair", "{'instances':[{'A':[1,2]}]}", "input 'B' is missing"),
                json(
                        "pair",
                        "{'inputs':{'A':[[1,2]],'B':[[1],[2]]}}",
                        "1 rows, but input 'B' has 2|the same rows in all"),
                json("named", "{'dataframe_split':[]}", "'dataframe_split' must be an object"),
                json("named", "{'dataframe_split':{'data':[[1,2]]}}", "has no columns"),
                json("named", "{'dataframe_split':{'columns':['left','right']}}", "has no data"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':[],'data':[]}}",
                        "there are no columns"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':['left','right'],'data':[]}}",
                        "there are no rows"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':['left','right'],'data':{}}}",
                        "'data' must be an array"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':['left','right'],'data':[1,2]}}",
                        "row 0 must be an array"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':['left','right'],'data':[[1]]}}",
                        "row 0 has 1 cells, but there are 2 columns"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':['left','right'],'data':[[1,2,3]]}}",
                        "row 0 has more cells"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':['left','left'],'data':[[1,2]]}}",
                        "a column is there twice"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':[['left'],'right'],'data':[[1,2]]}}",
                        "a column's name must be"),
                json(
                        "named",
                        "{'dataframe_split':{'columns':['left'],'columns':['right']}}",
                        "'columns' is there twice"),
                json("named", "{'dataframe_split':{'data':[],'data':[]}}", "'data' is there twice"),
                json("named", "{'dataframe_records':{}}", "'dataframe_records' must be an array"),
                json("named", "{'dataframe_records':[[1,2]]}", "holds no records"),
                json("named", "{'dataframe_records':[]}", "holds no records"),
                csv("named", "", "no line of column names"),
                csv("named", "\n\n", "no line of column names"),
                csv("named", "left,right", "there are no rows"),
                csv("named", "left," + "x".repeat(1001), "a column's name is longer than 1000"),
                csv("named", ",".repeat(200_000), "more than 100000 columns"),
                csv("named", "left,right\n1,1e", "FP32 takes numbers, got '1e'"),
                csv("named", "left,right\n1,.", "FP32 takes numbers, got '.'"),
                csv("named", "left,right\n1,1e+", "FP32 takes numbers, got '1e+'"),
                csv("named", "left,right\n1,+-1", "FP32 takes numbers, got '+-1'"),
                csv("named", "left,right\n1,1 2", "FP32 takes numbers, got '1 2'"),
                csv("unsigned", "u16,u32,u64\n+,2,3", "UINT16 takes whole numbers, got '+'"),
                csv("named", "left,right\n1,2,3", "row 0 has more cells than there are columns"),
                csv("named", "left,right\n1,2\n1", "row 1 has 1 cells, but there are 2 columns"),
                csv("named", "left,left\n1,2", "a column is there twice"),
                csv("named", "left,wrong\n1,2", "no input or column 'wrong'"),
                csv("named", "left,right\n1,two", "row 0, 'right': FP32 takes numbers, got 'two'"),
                csv("named", "left,right\n1,1f", "FP32 takes numbers, got '1f'"),
                csv("named", "left,right\n1,0x1p3", "FP32 takes numbers, got '0x1p3'"),
                csv("named", "left,right\n1,1e39", "1e39 does not fit FP32"),
                csv("named", "left,right\n1," + "9".repeat(2000), "FP32 takes numbers, got '9"),
                csv("named", "left,right\n,2", "column 'left' of input 'X' must have a value"),
                csv("named", "left,right\nnan,2", "column 'left' of input 'X' must have a value"),
                csv("named", "left,right\n1,\"2", "a quote is opened and not closed"),
                csv("named", "left,right\n1,\"2\"3", "something follows a closing quote"),
                csv("named", "left,right\n1,2\"", "a quote stands inside a cell"),
                csv("unsigned", "u16,u32,u64\n1,2,18446744073709551616", "does not fit UINT64"),
                csv("unsigned", "u16,u32,u64\n65536,2,3", "65536 does not fit UINT16"),
                csv("unsigned", "u16,u32,u64\n1.0,2,3", "UINT16 takes whole numbers, got '1.0'"),
                csv("unsigned", "u16,u32,u64\n,2,3", "UINT16 takes whole numbers, got nothing"),
                csv(
                        "unsigned",
                        "u16,u32,u64\n99999999999999999999,2,3",
                        "99999999999999999999 does not fit UINT16"),
                csv("types", "b\nyes", "BOOL takes true and false, got 'yes'"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamed(String service, String type, String body, String complaint) {
        var response = invoke(service, body, type);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        var error = JsonDocument.of(response.body()).text("error");
        assertThat(Stream.of(complaint.split("\\|", -1))).as(error).anyMatch(error::contains);
        assertThat(response.body()).contains("LG-1602");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
    void anotherTypeIsNotTaken(String type) {
        var response = invoke("two", "{\"instances\":[[1,2]]}", type);

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("LG-1404", "application/json or text/csv");
    }

    @Test
    void mlflowsTablesAreNotInKservesProtocol() {
        var response =
                HOUSE.post("/v1/models/two:predict", "{\"dataframe_records\":[{\"X\":[1,2]}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("one of inputs, instances is missing");
    }

    @Test
    void whereThereAreSeveralServicesTheAddressSaysWhich() {
        var refusal = HOUSE.post("/invocations", "{\"instances\":[[1,2]]}");

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.body()).contains("LG-1005", "/services/SERVICE/invocations");
        assertThat(HOUSE.get("/ping").statusCode()).isEqualTo(400);
        assertThat(HOUSE.get("/services/two/ping").statusCode()).isEqualTo(200);
        assertThat(HOUSE.get("/services/two/health").statusCode()).isEqualTo(200);
        assertThat(HOUSE.get("/services/later/ping").statusCode()).isEqualTo(503);
        assertThat(HOUSE.post("/services/nobody/invocations", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void whereThereIsOneServiceItIsMeant() {
        try (var house = new House()) {
            assertThat(house.post("/invocations", "{}").statusCode()).isEqualTo(404);
            var release = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
            assertThat(house.get("/ping").statusCode()).isEqualTo(503);
            house.settle(release);

            assertThat(house.post("/invocations", "{\"instances\":[[1,2]]}").body())
                    .isEqualTo("{\"predictions\":[[2.0,4.0]]}");
            assertThat(house.get("/ping").statusCode()).isEqualTo(200);
            assertThat(house.get("/health").statusCode()).isEqualTo(200);
            assertThat(house.get("/version").body()).isEqualTo("test");
        }
    }

    @Test
    void kservesClientsFindOutWhatThereIs() {
        assertThat(HOUSE.get("/").body()).isEqualTo("{\"status\":\"alive\"}");
        assertThat(HOUSE.get("/v1/models").body()).contains("\"two\"", "\"words\"");
        assertThat(HOUSE.get("/v1/models/two").body())
                .isEqualTo("{\"name\":\"two\",\"ready\":true}");
        assertThat(HOUSE.get("/v1/models/later").statusCode()).isEqualTo(503);
        assertThat(HOUSE.get("/v1/models/nobody").statusCode()).isEqualTo(404);
        assertThat(HOUSE.post("/v1/models/later:predict", "{\"instances\":[[1,2]]}").statusCode())
                .isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/two:predict,POST",
        "/v1/models/two,GET",
        "/ping,GET",
        "/invocations,POST"
    })
    void aWrongMethodIsToldWhichIsRight(String path, String method) {
        var response = method.equals("GET") ? HOUSE.post(path, "{}") : HOUSE.get(path);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains(method);
    }

    private static HttpResponse<String> invoke(String service, String body, String type) {
        return HOUSE.post("/services/" + service + "/invocations", body, "Content-Type", type);
    }

    private static Arguments json(String service, String body, String complaint) {
        return Arguments.of(
                service, "application/json", body.replace('\'', '"'), complaint.replace("\"", "'"));
    }

    private static Arguments csv(String service, String body, String complaint) {
        return Arguments.of(service, "text/csv", body, complaint);
    }

    private static Schema named() {
        return new Schema(
                List.of(
                        new TensorSpec(
                                "X",
                                Datatype.FP32,
                                List.of(-1L, 2L),
                                List.of(column("left"), column("right")))),
                List.of(new TensorSpec("Y", Datatype.FP32, List.of(-1L, 2L), List.of())));
    }

    private static Column column(String name) {
        return new Column(
                name, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), false);
    }
}
