package lastgood.gateway.protocol.grpc;

import static lastgood.gateway.protocol.grpc.Requests.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import lastgood.gateway.House;
import lastgood.gateway.Setup;
import lastgood.gateway.protocol.grpc.client.InferTensorContents;
import lastgood.gateway.protocol.grpc.client.ModelInferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What callers do wrong, and what they are told.
class GrpcRefusalTest {
    private static final int BODY = 1 << 20;

    private final House house = new House(GrpcRefusalTest::narrow);
    private final GrpcCaller caller = new GrpcCaller(house.gateway.grpcAddress());

    @BeforeEach
    void serve() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
    }

    @AfterEach
    void close() {
        caller.close();
        house.close();
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitIsSaid(ModelInferRequest request, String why) {
        var said = caller.infer(request);

        assertThat(said.refusal()).isEqualTo("INVALID_ARGUMENT " + why + " (LG-1602)");
        assertThat(said.beside("lastgood-code")).isEqualTo("LG-1602");
        assertThat(house.gateway.stats().requests()).isEqualTo(1);
        assertThat(house.gateway.stats().errors()).isZero();
        assertThat(caller.infer(Requests.x("two", 1, 2)).status().isOk()).isTrue();
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                misfit(
                        x("FP32", c -> c.addFp32Contents(1), 1, 2),
                        "input 'X': it has shape [1, 2], but its data has 1 values"),
                misfit(
                        x("FP32", c -> c.addFp64Contents(1).addFp64Contents(2), 1, 2),
                        "input 'X': it is FP32, whose values stand in fp32_contents, but there are some in fp64_contents"),
                misfit(
                        x(
                                "FP32",
                                c -> c.addFp32Contents(1).addFp32Contents(2).addIntContents(3),
                                1,
                                2),
                        "input 'X': it is FP32, whose values stand in fp32_contents, but there are some in int_contents"),
                misfit(
                        x("INT8", c -> c.addIntContents(200).addIntContents(1), 1, 2),
                        "input 'X': 200 does not fit INT8"),
                misfit(
                        x("UINT16", c -> c.addUintContents(65536).addUintContents(1), 1, 2),
                        "input 'X': 65536 does not fit UINT16"),
                misfit(
                        x("FP64", c -> c.addFp64Contents(1).addFp64Contents(2), 1, 2),
                        "input 'X' is FP64, but must be FP32"),
                misfit(
                        x("FP31", c -> c, 1, 2),
                        "input 'X': there is no such datatype (did you mean 'FP32'?)"),
                misfit(x("", c -> c, 1, 2), "input 'X': it has no datatype"),
                misfit(x("FP32", c -> c, 0, 2), "input 'X': a dimension must be positive"),
                misfit(x("FP32", c -> c, -1, 2), "input 'X': a dimension must be positive"),
                misfit(
                        x("FP32", c -> c, 1L << 40, 1L << 40),
                        "input 'X': it has more than 16777216 elements"),
                misfit(
                        x("FP32", c -> c, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                        "an input has more than 8 dimensions"),
                misfit(
                        x("BYTES", c -> c.addBytesContents(Requests.hex("ff")), 1),
                        "input 'X': a text is not UTF-8"),
                misfit(
                        x("BYTES", c -> c.addBytesContents(Requests.hex("00")), 1),
                        "input 'X': a text holds U+0000, which cannot be passed on unaltered: BYTES takes U+0001 to U+FFFF"),
                misfit(
                        raw(Requests.hex("0000803f")),
                        "input 'X': 2 values of FP32 are 8 bytes, but there are 4"),
                misfit(
                        raw(Requests.hex("0000803f0000803f00")),
                        "input 'X': 2 values of FP32 are 8 bytes, but there are 9"),
                misfit(
                        raw(Requests.floats(1, 2), Requests.floats(1, 2)),
                        "there are 1 inputs, but 2 raw_input_contents: it is one for each input, or none at all"),
                misfit(
                        Requests.x("two", 1, 2).toBuilder()
                                .addRawInputContents(Requests.floats(1, 2))
                                .build(),
                        "input 'X': its values are in contents, but others are in raw_input_contents: it is one or the other for all inputs"),
                misfit(
                        Requests.of("two", input("X", "BYTES", 1)).toBuilder()
                                .addRawInputContents(Requests.hex("ffffffff"))
                                .build(),
                        "input 'X': the bytes end before 1 texts, each behind its length"),
                misfit(
                        Requests.x("two", 1, 2).toBuilder()
                                .addInputs(Requests.x("two", 1, 2).getInputs(0))
                                .build(),
                        "input 'X' is there twice"),
                misfit(Requests.of("two"), "input 'X' is missing"),
                misfit(Requests.of("two", input("", "FP32", 1)), "an input has no name"),
                misfit(
                        Requests.x("two", 1, 2).toBuilder()
                                .addOutputs(
                                        ModelInferRequest.InferRequestedOutputTensor.newBuilder()
                                                .setName("Z"))
                                .build(),
                        "there is no output 'Z' (did you mean 'Y'?)"));
    }

    @Test
    void whatIsNoProtobufIsSaidSo() {
        for (var hex : new String[] {"ff", "0a", "0aff", "2a7f", "0b", "2a020a7f", "000000"}) {
            var said = caller.send(ByteString.fromHex(hex).toByteArray());

            assertThat(said.refusal())
                    .as(hex)
                    .isEqualTo("INVALID_ARGUMENT the message is no valid protobuf (LG-1602)");
        }
    }

    /// A request cut off or overwritten anywhere is understood or refused, but never a failure of ours.
    @Test
    void noBytesMakeTheGatewayFail() {
        long seed = 20261127;
        var random = new Random(seed);
        var whole = raw(Requests.floats(1, 2)).toBuilder().setId("an id").build().toByteArray();
        for (int i = 0; i < 2000; i++) {
            var bytes = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 8));
            for (int j = random.nextInt(4); j > 0 && bytes.length > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }

            var said = caller.send(bytes);

            assertThat(said.status().getCode())
                    .as("seed " + seed + ", " + i + ": " + said.status())
                    .isIn(
                            io.grpc.Status.Code.OK,
                            io.grpc.Status.Code.INVALID_ARGUMENT,
                            io.grpc.Status.Code.NOT_FOUND);
        }
        assertThat(house.gateway.stats().errors()).isZero();
    }

    @Test
    void anUnknownServiceIsNotFound() {
        assertThat(caller.infer(Requests.x("tow", 1, 2)).refusal())
                .isEqualTo("NOT_FOUND there is no service 'tow' (LG-1101)");
    }

    @Test
    void aServiceWithoutALiveReleaseIsNotServing() {
        house.ready(house.drafts.of("new", 1, "models/times2.onnx"));

        assertThat(caller.infer(Requests.x("new", 1, 2)).refusal())
                .isEqualTo("UNAVAILABLE no release of 'new' is live (LG-1601)");
    }

    @Test
    void aModelThatFailsIsOurFailureAndNamesItsRelease() {
        house.settle(house.ready(house.drafts.of("odd", 1, "models/gather.onnx")));

        var said = caller.infer(Requests.x("odd", 1, 99));

        assertThat(said.refusal()).startsWith("INTERNAL r1").endsWith("(LG-1604)");
        assertThat(said.beside("lastgood-release")).isEqualTo("r1");
        assertThat(house.gateway.stats().errors()).isEqualTo(1);
    }

    @Test
    void aMessageOfMoreThanTheLimitIsTooLarge() {
        var said = caller.send(new byte[BODY + 1]);

        assertThat(said.refusal())
                .isEqualTo("RESOURCE_EXHAUSTED the message is larger than 1048576 bytes (LG-1403)");
        assertThat(caller.infer(Requests.x("two", 1, 2)).status().isOk()).isTrue();
    }

    @Test
    void aMessageThatUnfoldsToMoreThanTheLimitIsTooLarge() {
        var options = io.grpc.CallOptions.DEFAULT.withCompression("gzip");
        var large = Requests.x("two", 1, 2).toBuilder().setId("a".repeat(2 * BODY)).build();

        var refused = caller.start(large, options).join();
        var taken =
                caller.start(
                                Requests.x("two", 1, 2).toBuilder().setId("a".repeat(9999)).build(),
                                options)
                        .join();

        assertThat(refused.refusal()).startsWith("RESOURCE_EXHAUSTED the message is larger than");
        assertThat(taken.answer().getId()).hasSize(9999);
    }

    @Test
    void aRequestThatDoesNotArriveInTimeIsGivenUp() {
        var call =
                caller.channel()
                        .newCall(
                                lastgood.gateway.protocol.grpc.client.GRPCInferenceServiceGrpc
                                        .getModelInferMethod(),
                                io.grpc.CallOptions.DEFAULT);
        var said = new java.util.concurrent.CompletableFuture<io.grpc.Status>();
        call.start(
                new io.grpc.ClientCall.Listener<>() {
                    @Override
                    public void onClose(io.grpc.Status status, io.grpc.Metadata trailers) {
                        said.complete(status);
                    }
                },
                new io.grpc.Metadata());
        call.sendMessage(Requests.x("two", 1, 2));

        assertThat(said.join().getCode()).isEqualTo(io.grpc.Status.Code.DEADLINE_EXCEEDED);
        assertThat(said.join().getDescription())
                .isEqualTo("the request did not arrive in time (LG-1603)");
    }

    private static Arguments misfit(ModelInferRequest request, String why) {
        return Arguments.of(request, why);
    }

    private static ModelInferRequest x(
            String datatype,
            java.util.function.UnaryOperator<InferTensorContents.Builder> values,
            long... shape) {
        return Requests.of(
                "two",
                input("X", datatype, shape)
                        .setContents(values.apply(InferTensorContents.newBuilder())));
    }

    private static ModelInferRequest raw(ByteString... contents) {
        var request = Requests.of("two", input("X", "FP32", 1, 2)).toBuilder();
        for (var bytes : contents) {
            request.addRawInputContents(bytes);
        }
        return request.build();
    }

    private static void narrow(Setup s) {
        s.body = BODY;
        s.bodyWithin = Duration.ofMillis(1500);
    }
}
