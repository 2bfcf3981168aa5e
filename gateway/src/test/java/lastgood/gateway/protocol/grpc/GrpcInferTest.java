package lastgood.gateway.protocol.grpc;

import static lastgood.gateway.protocol.grpc.Requests.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Audience;
import lastgood.core.rollout.FixedAnswer;
import lastgood.core.rollout.Settings;
import lastgood.gateway.Drafts;
import lastgood.gateway.House;
import lastgood.gateway.protocol.grpc.client.InferParameter;
import lastgood.gateway.protocol.grpc.client.InferTensorContents;
import lastgood.gateway.protocol.grpc.client.ModelInferRequest;
import lastgood.gateway.protocol.grpc.client.ModelInferResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcInferTest {
    private final House house = new House();
    private final GrpcCaller caller = new GrpcCaller(house.gateway.grpcAddress());

    @AfterEach
    void close() {
        caller.close();
        house.close();
    }

    @Test
    void anAnswerNamesItsReleaseAndItsPrediction() {
        long epoch = two();

        var said = caller.infer(Requests.x("two", 1, 2, 3.5, -4).toBuilder().setId("q1").build());

        var answer = said.answer();
        assertThat(answer.getModelName()).isEqualTo("two");
        assertThat(answer.getModelVersion()).isEqualTo("r1");
        assertThat(answer.getId()).isEqualTo("q1");
        assertThat(answer.getOutputs(0).getName()).isEqualTo("Y");
        assertThat(answer.getOutputs(0).getDatatype()).isEqualTo("FP32");
        assertThat(answer.getOutputs(0).getShapeList()).containsExactly(2L, 2L);
        assertThat(answer.getOutputs(0).getContents().getFp32ContentsList())
                .containsExactly(2f, 4f, 7f, -8f);
        assertThat(answer.getRawOutputContentsCount()).isZero();
        assertThat(said.beside("lastgood-release")).isEqualTo("r1");
        assertThat(said.beside("lastgood-epoch")).isEqualTo("" + epoch);
        assertThat(said.beside("lastgood-labels")).isEmpty();
        var id = said.beside("lastgood-prediction-id");
        assertThat(answer.getParametersOrThrow("lastgood-prediction-id").getStringParam())
                .isEqualTo(id);
        assertThat(House.SEAL.open(new ServiceName("two"), id).orElseThrow().values())
                .containsExactly(new Value.Whole(1), new Value.Whole(0));
    }

    @Test
    void whoSendsBytesGetsBytes() {
        two();
        var request =
                Requests.of("two", input("X", "FP32", 1, 2)).toBuilder()
                        .addRawInputContents(Requests.floats(1.5f, -2))
                        .build();

        var answer = caller.infer(request).answer();

        assertThat(answer.getRawOutputContentsList()).containsExactly(Requests.floats(3, -4));
        assertThat(answer.getOutputs(0).hasContents()).isFalse();
    }

    @Test
    void bothWaysOverEachProtocolTheValuesAreTheSame() {
        two();

        var overHttp = house.infer("two", House.x(0.1, 1e-30)).body();
        var overGrpc = caller.infer(Requests.x("two", 0.1, 1e-30)).answer();

        for (float value : overGrpc.getOutputs(0).getContents().getFp32ContentsList()) {
            assertThat(overHttp).contains(Float.toString(value));
        }
    }

    @Test
    void everyDatatypeGoesInAndComesOutTyped() {
        house.settle(house.ready(house.drafts.of("types", 1, "models/types.onnx")));
        var request =
                Requests.of(
                        "types",
                        typed("b", "BOOL", c -> c.addBoolContents(true).addBoolContents(false)),
                        typed("i8", "INT8", c -> c.addIntContents(-128).addIntContents(127)),
                        typed("i16", "INT16", c -> c.addIntContents(-32768).addIntContents(32767)),
                        typed(
                                "i32",
                                "INT32",
                                c ->
                                        c.addIntContents(Integer.MIN_VALUE)
                                                .addIntContents(Integer.MAX_VALUE)),
                        typed(
                                "i64",
                                "INT64",
                                c ->
                                        c.addInt64Contents(Long.MIN_VALUE)
                                                .addInt64Contents(Long.MAX_VALUE)),
                        typed("u8", "UINT8", c -> c.addUintContents(0).addUintContents(255)),
                        typed(
                                "f32",
                                "FP32",
                                c -> c.addFp32Contents(-0.1f).addFp32Contents(Float.MAX_VALUE)),
                        typed(
                                "f64",
                                "FP64",
                                c -> c.addFp64Contents(0.1).addFp64Contents(-Double.MAX_VALUE)),
                        typed(
                                "s",
                                "BYTES",
                                c ->
                                        c.addBytesContents(ByteString.EMPTY)
                                                .addBytesContents(Requests.utf8("a \"ü\" €"))));

        assertComesBack(request, caller.infer(request).answer());
    }

    @Test
    void everyDatatypeGoesInAndComesOutAsBytes() {
        house.settle(house.ready(house.drafts.of("types", 1, "models/types.onnx")));
        var request =
                Requests.of(
                                "types",
                                input("b", "BOOL", 2),
                                input("i8", "INT8", 2),
                                input("i16", "INT16", 2),
                                input("i32", "INT32", 2),
                                input("i64", "INT64", 2),
                                input("u8", "UINT8", 2),
                                input("f32", "FP32", 2),
                                input("f64", "FP64", 2),
                                input("s", "BYTES", 2))
                        .toBuilder()
                        .addRawInputContents(Requests.hex("0100"))
                        .addRawInputContents(Requests.hex("807f"))
                        .addRawInputContents(Requests.hex("0080ff7f"))
                        .addRawInputContents(Requests.hex("00000080ffffff7f"))
                        .addRawInputContents(Requests.hex("0000000000000080ffffffffffffff7f"))
                        .addRawInputContents(Requests.hex("00ff"))
                        .addRawInputContents(Requests.hex("0000803f0000c0bf"))
                        .addRawInputContents(Requests.hex("000000000000f03f000000000000f8bf"))
                        .addRawInputContents(Requests.hex("0000000003000000e282ac"))
                        .build();

        var answer = caller.infer(request).answer();

        assertThat(answer.getRawOutputContentsList())
                .containsExactlyElementsOf(request.getRawInputContentsList());
        assertThat(answer.getOutputsList().stream().map(o -> o.getDatatype()))
                .containsExactlyElementsOf(
                        request.getInputsList().stream().map(i -> i.getDatatype()).toList());
    }

    @Test
    void unsignedNumbersOfEveryWidthAreTakenTypedAndAsBytes() {
        house.settle(house.ready(house.drafts.of("unsigned", 1, "models/unsigned.onnx")));
        var typed =
                Requests.of(
                        "unsigned",
                        typed("u16", "UINT16", c -> c.addUintContents(0).addUintContents(65535)),
                        typed("u32", "UINT32", c -> c.addUintContents(1).addUintContents(-1)),
                        typed("u64", "UINT64", c -> c.addUint64Contents(2).addUint64Contents(-1)));
        var raw =
                Requests.of(
                                "unsigned",
                                input("u16", "UINT16", 2),
                                input("u32", "UINT32", 2),
                                input("u64", "UINT64", 2))
                        .toBuilder()
                        .addRawInputContents(Requests.hex("0000ffff"))
                        .addRawInputContents(Requests.hex("01000000ffffffff"))
                        .addRawInputContents(Requests.hex("0200000000000000ffffffffffffffff"))
                        .build();

        assertComesBack(typed, caller.infer(typed).answer());
        assertThat(caller.infer(raw).answer().getRawOutputContentsList())
                .containsExactlyElementsOf(raw.getRawInputContentsList());
    }

    @Test
    void halvesTravelAsBytesAlone() {
        house.settle(house.ready(house.drafts.of("halves", 1, "models/halves.onnx")));
        var raw =
                Requests.of("halves", input("X", "FP16", 1, 2)).toBuilder()
                        .addRawInputContents(Requests.hex("003c00c0"))
                        .build();
        var typed =
                Requests.of(
                        "halves",
                        input("X", "FP16", 1, 2)
                                .setContents(
                                        InferTensorContents.newBuilder()
                                                .addFp32Contents(1)
                                                .addFp32Contents(2)));

        assertThat(caller.infer(raw).answer().getRawOutputContentsList())
                .containsExactly(Requests.hex("004000c4"));
        assertThat(caller.infer(typed).refusal())
                .startsWith("INVALID_ARGUMENT input 'X': FP16 has no list of its own");
    }

    @Test
    void onlyTheOutputsAskedForAreGivenInTheOrderAsked() {
        house.settle(house.ready(house.drafts.of("words", 1, "models/words.onnx")));
        var request = Requests.x("words", 1, 2).toBuilder();

        var one = caller.infer(request.clone().addOutputs(wanted("scores")).build());
        var both =
                caller.infer(
                        request.clone()
                                .addOutputs(wanted("scores"))
                                .addOutputs(wanted("label"))
                                .build());

        assertThat(names(one.answer())).containsExactly("scores");
        assertThat(names(both.answer())).containsExactly("scores", "label");
        assertThat(both.answer().getOutputs(1).getContents().getBytesContentsList())
                .containsExactly(Requests.utf8("yes"));
    }

    @Test
    void parametersArePassedOver() {
        two();
        var parameter = InferParameter.newBuilder().setStringParam("x").build();

        var said =
                caller.infer(
                        Requests.x("two", 1, 2).toBuilder()
                                .putParameters("priority", parameter)
                                .build());

        assertThat(said.status().isOk()).isTrue();
    }

    @Test
    void theReleaseThatIsLiveCanBeAskedForByName() {
        two();
        var request = Requests.x("two", 1, 2).toBuilder();

        assertThat(caller.infer(request.setModelVersion("r1").build()).status().isOk()).isTrue();
        assertThat(caller.infer(request.setModelVersion("r7").build()).refusal())
                .isEqualTo("NOT_FOUND 'two' r7 is not live, r1 is (LG-1102)");
        assertThat(caller.infer(request.setModelVersion("1").build()).status().isOk()).isTrue();
        assertThat(caller.infer(request.setModelVersion("latest").build()).refusal())
                .startsWith("NOT_FOUND 'latest' names no release");
    }

    @Test
    void aStickyKeyGetsTheSameReleaseOverBothProtocols() {
        var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var r2 = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));
        house.tryOut(r1, r2, .5, House.watch(1, 0));

        var seen =
                Stream.iterate(0, i -> i + 1)
                        .limit(40)
                        .map(i -> {
                            var key = "customer-" + i;
                            var http =
                                    house.infer("two", House.x(1, 2), "Lastgood-Key", key)
                                            .headers()
                                            .firstValue("Lastgood-Release")
                                            .orElse("");
                            var grpc =
                                    caller.infer(Requests.x("two", 1, 2), "lastgood-key", key)
                                            .beside("lastgood-release");
                            assertThat(grpc).as(key).isEqualTo(http);
                            return grpc;
                        })
                        .distinct()
                        .toList();

        assertThat(seen).containsExactlyInAnyOrder("r1", "r2");
    }

    @Test
    void metadataTellsWhoseRequestItIsAsHeadersDo() {
        var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var r2 = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));
        var include = new Audience.Match("X-Lastgood-Try", List.of("beta"));
        var exclude = new Audience.Match("Lastgood-Key", List.of("alice"));
        house.tryOut(
                r1,
                r2,
                1e-9,
                House.watch(1, 0),
                new Audience(Optional.of(include), Optional.of(exclude), Optional.empty()));

        assertThat(releaseFor("x-lastgood-try", "beta")).isEqualTo("r2");
        assertThat(releaseFor("x-lastgood-try", "beta", "lastgood-key", "alice")).isEqualTo("r1");
        assertThat(releaseFor("x-lastgood-try", "none")).isEqualTo("r1");
    }

    private String releaseFor(String... metadata) {
        return caller.infer(Requests.x("two", 1, 2), metadata).beside("lastgood-release");
    }

    @Test
    void aServicesFixedAnswerSaysThatItIsOne() {
        house.settle(
                house.ready(
                        house.drafts.of("two", 1, "models/gather.onnx"), fixed(List.of("7", "8"))));

        var said = caller.infer(Requests.x("two", 1, 99));

        assertThat(said.answer().getModelVersion()).isEqualTo("fallback");
        assertThat(said.answer().getOutputs(0).getContents().getFp32ContentsList())
                .containsExactly(7f, 8f);
        assertThat(said.answer().getParametersOrThrow("degraded").getBoolParam()).isTrue();
        assertThat(said.beside("lastgood-degraded")).isEqualTo("LG-1604");
        assertThat(said.beside("lastgood-labels")).isEqualTo("none");
        assertThat(house.gateway.stats().degraded()).isEqualTo(1);
    }

    @Test
    void probesAreAnsweredAndCountedNowhere() {
        two();

        caller.infer(Requests.x("two", 1, 2), "lastgood-probe", House.SECRET).answer();
        assertThat(house.gateway.stats().requests()).isZero();
        caller.infer(Requests.x("two", 1, 2), "lastgood-probe", "a guess").answer();
        caller.infer(Requests.x("two", 1));

        assertThat(house.gateway.stats().requests()).isEqualTo(2);
        assertThat(house.gateway.stats().errors()).isZero();
    }

    private long two() {
        return house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
    }

    private static Settings fixed(List<String> row) {
        var plain = Drafts.CLASSIFIER;
        return new Settings(
                plain.task(),
                plain.terms(),
                plain.answer(),
                plain.owners(),
                Optional.of(new FixedAnswer(new java.util.TreeMap<>(java.util.Map.of("Y", row)))),
                plain.isolation());
    }

    private static ModelInferRequest.InferInputTensor.Builder typed(
            String name,
            String datatype,
            java.util.function.UnaryOperator<InferTensorContents.Builder> values) {
        return input(name, datatype, 2).setContents(values.apply(InferTensorContents.newBuilder()));
    }

    private static ModelInferRequest.InferRequestedOutputTensor wanted(String name) {
        return ModelInferRequest.InferRequestedOutputTensor.newBuilder().setName(name).build();
    }

    private static List<String> names(ModelInferResponse answer) {
        return answer.getOutputsList().stream().map(o -> o.getName()).toList();
    }

    private static void assertComesBack(ModelInferRequest request, ModelInferResponse answer) {
        assertThat(answer.getOutputsCount()).isEqualTo(request.getInputsCount());
        for (int i = 0; i < answer.getOutputsCount(); i++) {
            var in = request.getInputs(i);
            var out = answer.getOutputs(i);
            assertThat(out.getName()).isEqualTo(in.getName() + "_out");
            assertThat(out.getDatatype()).isEqualTo(in.getDatatype());
            assertThat(out.getShapeList()).isEqualTo(in.getShapeList());
            assertThat(out.getContents()).as(in.getName()).isEqualTo(in.getContents());
        }
    }
}
