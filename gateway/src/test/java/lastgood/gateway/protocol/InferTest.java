package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.gateway.Drafts;
import lastgood.gateway.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferTest {
    private static final String GOLDEN =
            new String(Drafts.resource("tumour/golden-v1.ndjson"), StandardCharsets.UTF_8);

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aRealReleaseAnswersAsItsGoldenRowsSay() {
        long epoch = house.settle(tumour());

        var response = house.infer("tumour", measurements(8));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(response.headers().firstValue("Lastgood-Epoch")).contains("" + epoch);
        assertThat(response.headers().firstValue("Lastgood-Labels")).isEmpty();
        var answer = JsonDocument.of(response.body());
        assertThat(answer.text("model_name")).isEqualTo("tumour");
        assertThat(answer.text("model_version")).isEqualTo("r1");
        assertThat(answer.text("id")).isEqualTo("q1");
        assertThat(answer.data("label")).containsExactly("0", "0", "0", "0", "1", "1", "1", "1");
        assertThat(answer.data("probabilities").stream().map(Float::parseFloat))
                .zipSatisfy(
                        goldenProbabilities(),
                        (got, expected) ->
                                assertThat(got)
                                        .isCloseTo(
                                                expected,
                                                org.assertj.core.api.Assertions.within(1e-4f)));
    }

    @Test
    void theIdSaysWhatWasPredicted() {
        house.settle(tumour());

        var prediction = prediction("tumour", house.infer("tumour", measurements(8)));

        assertThat(prediction.release()).isEqualTo(1);
        assertThat(prediction.rollout()).isZero();
        assertThat(prediction.arm()).isEqualTo(Arm.LIVE);
        assertThat(prediction.shielded()).isFalse();
        assertThat(prediction.keySlot()).isEqualTo(OptionalInt.empty());
        assertThat(prediction.values())
                .containsExactlyElementsOf(
                        Stream.of(0, 0, 0, 0, 1, 1, 1, 1)
                                .map(v -> (Value) new Value.Whole(v))
                                .toList());
    }

    @Test
    void sixtyFiveRowsGetNoLabels() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));

        var most = house.infer("two", House.x(DoubleStream.generate(() -> 1).limit(128).toArray()));
        var more = house.infer("two", House.x(DoubleStream.generate(() -> 1).limit(130).toArray()));

        assertThat(most.headers().firstValue("Lastgood-Labels")).isEmpty();
        assertThat(prediction("two", most).values()).hasSize(64);
        assertThat(more.statusCode()).isEqualTo(200);
        assertThat(more.headers().firstValue("Lastgood-Labels")).contains("none");
        assertThat(prediction("two", more).values()).isEmpty();
    }

    @Test
    void dataMayBeNestedAndItsKeysMayComeInAnyOrder() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));

        var response =
                house.infer(
                        "two",
                        """
                        {"parameters":{"a":[1,{"b":2}]},
                         "inputs":[{"data":[[1,2],[3.5,-4e0]],"parameters":{"x":true},"datatype":"FP32","shape":[2,2],"name":"X"}],
                         "outputs":[{"name":"Y","parameters":{"binary_data":false}}]}\
                        """);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(JsonDocument.of(response.body()).data("Y"))
                .containsExactly("2.0", "4.0", "7.0", "-8.0");
        assertThat(JsonDocument.of(response.body()).root().has("id")).isFalse();
    }

    @Test
    void halvesAreNumbersToo() {
        house.settle(house.ready(house.drafts.of("halves", 1, "models/halves.onnx")));

        var response =
                house.infer(
                        "halves",
                        """
                        {"inputs":[{"name":"X","shape":[1,2],"datatype":"FP16","data":[0.1,2048.5]}]}\
                        """);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(JsonDocument.of(response.body()).data("Y"))
                .as("twice the nearest number that a half can be")
                .containsExactly("0.19995117", "4096.0");
    }

    @Test
    void threeDimensionsAreReadNested() {
        house.settle(house.ready(house.drafts.of("matrix", 1, "models/matrix.onnx")));

        var response =
                house.infer(
                        "matrix",
                        """
                        {"inputs":[{"name":"X","shape":[1,2,3],"datatype":"FP32","data":[[[1,2,3],[4,5,6]]]}]}\
                        """);

        assertThat(JsonDocument.of(response.body()).data("Y"))
                .containsExactly("2.0", "4.0", "6.0", "8.0", "10.0", "12.0");
    }

    @Test
    void onlyTheOutputsAskedForAreGivenInTheOrderAsked() {
        house.settle(tumour());

        var one = house.infer("tumour", measurements(1, "probabilities"));
        var both = house.infer("tumour", measurements(1, "probabilities", "label"));

        assertThat(JsonDocument.of(one.body()).outputs()).containsExactly("probabilities");
        assertThat(prediction("tumour", one).values()).containsExactly(new Value.Whole(0));
        assertThat(JsonDocument.of(both.body()).outputs())
                .containsExactly("probabilities", "label");
    }

    @Test
    void everyDatatypeGoesInAndComesOutAsItWas() {
        house.settle(house.ready(house.drafts.of("types", 1, "models/types.onnx")));
        var sent =
                Stream.of(
                        List.of("b", "BOOL", "true", "false"),
                        List.of("i8", "INT8", "-128", "127"),
                        List.of("i16", "INT16", "-32768", "32767"),
                        List.of("i32", "INT32", "-2147483648", "2147483647"),
                        List.of("i64", "INT64", "-9223372036854775808", "9223372036854775807"),
                        List.of("u8", "UINT8", "0", "255"),
                        List.of("f32", "FP32", "-0.1", "3.4028235E38"),
                        List.of("f64", "FP64", "0.1", "-1.7976931348623157E308"),
                        List.of("s", "BYTES", "\"\"", "\"a \\\"ü\\\" \\u0001 €\""));

        assertRoundTrip("types", sent.toList());
    }

    @Test
    void unsignedNumbersOfEveryWidthAreTaken() {
        house.settle(house.ready(house.drafts.of("unsigned", 1, "models/unsigned.onnx")));

        assertRoundTrip(
                "unsigned",
                List.of(
                        List.of("u16", "UINT16", "0", "65535"),
                        List.of("u32", "UINT32", "1", "4294967295"),
                        List.of("u64", "UINT64", "2", "18446744073709551615")));
    }

    @Test
    void aWholeNumberIsReadAsTheNearestFloat() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));

        var response =
                house.infer(
                        "two",
                        """
                        {"inputs":[{"name":"X","shape":[1,2],"datatype":"FP32","data":[16777217,123456789012345678901234567890]}]}\
                        """);

        assertThat(JsonDocument.of(response.body()).data("Y"))
                .containsExactly(
                        Float.toString(2 * Float.parseFloat("16777217")),
                        Float.toString(2 * Float.parseFloat("123456789012345678901234567890")));
    }

    @Test
    void anOutputThatIsNoTensorIsLeftOut() {
        house.settle(house.ready(house.drafts.of("wine", 1, "wine/model.onnx")));

        var response =
                house.infer(
                        "wine",
                        """
                        {"inputs":[{"name":"X","shape":[1,13],"datatype":"FP32",
                        "data":[13.36,2.56,2.35,20.0,89.0,1.4,0.5,0.37,0.64,5.6,0.7,2.47,780.0]}]}\
                        """);

        assertThat(JsonDocument.of(response.body()).outputs()).containsExactly("output_label");
        assertThat(JsonDocument.of(response.body()).data("output_label")).containsExactly("2");
        assertThat(prediction("wine", response).values()).containsExactly(new Value.Whole(2));
    }

    @Test
    void aStringLabelIsThePrediction() {
        house.settle(house.ready(house.drafts.of("words", 1, "models/words.onnx")));

        var response = house.infer("words", House.x(1, 2, 4, 3));

        assertThat(JsonDocument.of(response.body()).data("label")).containsExactly("yes", "no");
        assertThat(prediction("words", response).values())
                .containsExactly(new Value.Text("yes"), new Value.Text("no"));
    }

    @Test
    void textsComeOutAsTheyWentIn() {
        house.settle(house.ready(house.drafts.of("texts", 1, "models/texts.onnx")));

        for (var text : List.of("", "a", "é", "ÿþð", "€", "\uffff")) {
            assertThat(JsonDocument.of(house.infer("texts", text(text)).body()).data("Y"))
                    .containsExactly(text);
        }
    }

    /// The runtime's binding would give the graph other bytes, and the graph would not know the character it waits for.
    @ParameterizedTest
    @ValueSource(strings = {"😀", "x😀y", "\\ud83d\\ude00", "\\ud83d", "\\u0000", "a\\u0000b"})
    void aTextThatCannotBePassedOnUnalteredIsRefused(String text) {
        house.settle(house.ready(house.drafts.of("texts", 1, "models/texts.onnx")));

        var response = house.infer("texts", text(text));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body())
                .contains("input 'X': a text holds U+", "BYTES takes U+0001 to U+FFFF");
    }

    /// It would come out as something else, and shorter.
    @Test
    void anAnswerWhoseTextCannotBeReadUnalteredIsNoAnswer() {
        house.settle(house.ready(house.drafts.of("smiles", 1, "models/smiles.onnx")));

        var response = house.infer("smiles", text("happy"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(500);
        assertThat(response.body())
                .contains("LG-1604", "output 'Y' holds NUL or characters beyond U+FFFF");
        assertThat(house.infer("smiles", text("sad")).body()).contains("\"none\"");
    }

    private static String text(String text) {
        return """
        {"inputs":[{"name":"X","shape":[1],"datatype":"BYTES","data":["%s"]}]}\
        """
                .formatted(text);
    }

    @Test
    void theServiceSaysWhichOutputIsThePrediction() {
        var r1 = house.drafts.of("words", 1, "models/words.onnx");
        house.settle(
                house.ready(
                        r1, Drafts.settings(Settings.Task.CLASSIFICATION, Optional.of("scores"))));

        var before = house.infer("words", House.x(1, 2));
        house.ready(r1, Drafts.settings(Settings.Task.CLASSIFICATION, Optional.empty()));
        var after = house.infer("words", House.x(1, 2));

        assertThat(prediction("words", before).values()).containsExactly(new Value.Whole(1));
        assertThat(prediction("words", after).values()).containsExactly(new Value.Text("yes"));
    }

    @Test
    void aScoreOfOneColumnIsHeldAgainstTheReleasesThreshold() {
        house.settle(house.ready(house.drafts.of("score", 1, "models/score.onnx").threshold(.7)));

        var values =
                prediction("score", house.infer("score", House.x(.6, .6, .7, .8, .9, .9))).values();

        assertThat(values)
                .containsExactly(new Value.Whole(0), new Value.Whole(1), new Value.Whole(1));
    }

    /// 0.7 as a 32-bit float is a little less than 0.7.
    @Test
    void aScoreThatIsTheThresholdReachesIt() {
        house.settle(house.ready(house.drafts.of("score", 1, "models/score.onnx").threshold(.7)));

        assertThat(prediction("score", house.infer("score", House.x(.7, .7))).values())
                .containsExactly(new Value.Whole(1));
    }

    @Test
    void aRegressionPredictsItsFirstFloat() {
        house.settle(
                house.ready(house.drafts.of("score", 1, "models/score.onnx"), Drafts.REGRESSION));

        var values = prediction("score", house.infer("score", House.x(.5, 1.5, 2, 4))).values();

        assertThat(values).containsExactly(new Value.Real(1.0), new Value.Real(3.0));
    }

    @Test
    void scoresWithoutALabelPredictTheirGreatestColumn() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));

        assertThat(prediction("two", house.infer("two", House.x(5, 1, 1, 5))).values())
                .containsExactly(new Value.Whole(0), new Value.Whole(1));
    }

    @Test
    void anAnswerThatIsNotFiniteIsNoAnswer() {
        house.settle(house.ready(house.drafts.of("log", 1, "models/log.onnx")));

        var nan = house.infer("log", House.x(1, -1));
        var infinite = house.infer("log", House.x(1, 0));

        assertThat(nan.statusCode()).isEqualTo(500);
        assertThat(nan.body()).contains("LG-1604", "output 'Y' holds NaN");
        assertThat(nan.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(nan.headers().firstValue("Lastgood-Prediction-Id")).isEmpty();
        assertThat(infinite.body()).contains("LG-1604", "output 'Y' holds -Infinity");
    }

    @Test
    void anAnswerWithOtherRowsThanTheRequestIsNoAnswer() {
        house.settle(house.ready(house.drafts.of("rows", 1, "models/doubled-rows.onnx")));

        var response = house.infer("rows", House.x(1, 2));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("LG-1604", "output 'Y' has shape [2, 2], not [-1, 2] for 1 row");
    }

    @Test
    void aFailureInsideTheGraphTellsNothingOfItsInside() {
        house.settle(house.ready(house.drafts.of("table", 1, "models/gather.onnx")));

        var response = house.infer("table", House.x(1, 99));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(JsonDocument.of(response.body()).text("error"))
                .isEqualTo("r1 gave no valid answer: its graphs do not run on this request");
    }

    @Test
    void metadataDescribesWhatIsLive() {
        long epoch = house.settle(tumour());

        var server = JsonDocument.of(house.get("/v2").body());
        var model = house.get("/v2/models/tumour");
        var document = JsonDocument.of(model.body());

        assertThat(server.text("name")).isEqualTo("lastgood");
        assertThat(server.root().path("extensions").isArray()).isTrue();
        assertThat(document.text("platform")).isEqualTo("lastgood");
        assertThat(document.root().path("versions").toString()).isEqualTo("[\"r1\"]");
        assertThat(document.root().path("inputs").toString())
                .isEqualTo("[{\"name\":\"measurements\",\"datatype\":\"FP32\",\"shape\":[-1,30]}]");
        assertThat(model.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(model.headers().firstValue("Lastgood-Epoch")).contains("" + epoch);
        assertThat(house.get("/v2/models/tumour/versions/r1").statusCode()).isEqualTo(200);
        assertThat(house.get("/v2/models/tumour/versions/r1/ready").body())
                .isEqualTo("{\"name\":\"tumour\",\"ready\":true}");
        assertThat(house.get("/v2/health/live").body()).isEqualTo("{\"live\":true}");
        assertThat(house.get("/v2/health/ready").statusCode()).isEqualTo(200);
    }

    private void assertRoundTrip(String service, List<List<String>> tensors) {
        var inputs =
                tensors.stream()
                        .map(t ->
                                """
                                {"name":"%s","shape":[2],"datatype":"%s","data":[%s,%s]}\
                                """
                                        .formatted(t.get(0), t.get(1), t.get(2), t.get(3)))
                        .collect(Collectors.joining(","));

        var response = house.infer(service, "{\"inputs\":[" + inputs + "]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var root = JsonDocument.of(response.body()).root();
        for (int i = 0; i < tensors.size(); i++) {
            var tensor = tensors.get(i);
            var expected = JsonDocument.of("[" + tensor.get(2) + "," + tensor.get(3) + "]").root();
            assertThat(root.path("outputs").get(i).path("name").asString())
                    .isEqualTo(tensor.get(0) + "_out");
            assertThat(root.path("outputs").get(i).path("datatype").asString())
                    .isEqualTo(tensor.get(1));
            assertThat(root.path("outputs").get(i).path("data")).isEqualTo(expected);
        }
    }

    private lastgood.core.release.Release tumour() {
        return house.ready(
                house.drafts
                        .of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v1.onnx")
                        .golden(GOLDEN));
    }

    private static String measurements(int rows, String... outputs) {
        var data =
                GOLDEN.lines()
                        .limit(rows)
                        .map(line -> line.substring(line.indexOf('[') + 1, line.indexOf(']')))
                        .collect(Collectors.joining(","));
        var wanted =
                Stream.of(outputs)
                        .map(o -> "{\"name\":\"" + o + "\"}")
                        .collect(Collectors.joining(","));
        return """
        {"id":"q1","inputs":[{"name":"measurements","shape":[%d,30],"datatype":"FP32","data":[%s]}],"outputs":[%s]}\
        """
                .formatted(rows, data, wanted);
    }

    private static List<Float> goldenProbabilities() {
        return GOLDEN.lines()
                .map(line ->
                        line.substring(
                                line.indexOf("\"probabilities\":[[") + 18, line.lastIndexOf("]]")))
                .flatMap(pair -> Stream.of(pair.split(",", -1)))
                .map(Float::parseFloat)
                .toList();
    }

    private static Prediction prediction(
            String service, java.net.http.HttpResponse<String> response) {
        var id = response.headers().firstValue("Lastgood-Prediction-Id").orElseThrow();
        return House.SEAL.copy().open(new ServiceName(service), id).orElseThrow();
    }
}
