package lastgood.gateway.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lastgood.core.release.ServiceName;
import lastgood.gateway.House;
import lastgood.gateway.Setup;
import lastgood.gateway.protocol.grpc.client.GRPCInferenceServiceGrpc;
import lastgood.gateway.protocol.grpc.client.InferParameter;
import lastgood.gateway.protocol.grpc.client.ModelInferRequest;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Callers who hurry, vanish, send too much at once, or are there when the gateway goes.
class GrpcEdgeTest {
    private static final long HELD = 8 << 20;
    private static final int CONNECTIONS = 30;

    private final House house = new House(GrpcEdgeTest::narrow);
    private final GrpcCaller caller = new GrpcCaller(house.gateway.grpcAddress());

    @AfterEach
    void close() {
        caller.close();
        house.close();
    }

    @Test
    void theCallersDeadlineIsOurs() {
        tryHanging(Duration.ofSeconds(60));
        caller.infer(Requests.x("two", 0, 0)).answer();

        long began = System.nanoTime();
        var said = start(1e9, Duration.ofSeconds(2)).join();

        assertThat(said.beside("lastgood-release"))
                .as("live answers within what the caller gives: " + said.status())
                .isEqualTo("r1");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    /// As Triton's clients say it, beside the deadline of the call.
    @Test
    void theTimeoutAmongTheParametersIsOursToo() {
        tryHanging(Duration.ofSeconds(60));
        caller.infer(Requests.x("two", 0, 0)).answer();
        var micros = InferParameter.newBuilder().setInt64Param(2_000_000).build();

        var said = caller.infer(rows(1e9).toBuilder().putParameters("timeout", micros).build());

        assertThat(said.beside("lastgood-release"))
                .as("live answers within what the caller gives: " + said.status())
                .isEqualTo("r1");
        var text = InferParameter.newBuilder().setStringParam("soon").build();
        assertThat(
                        caller.infer(rows(0).toBuilder().putParameters("timeout", text).build())
                                .refusal())
                .contains("timeout must be a whole number of microseconds");
    }

    /// Or callers with short deadlines could have any candidate withdrawn.
    @Test
    void aCallerInAHurrySaysNothingAboutTheCandidate() {
        tryHanging(Duration.ofSeconds(60));

        for (int i = 0; i < 5; i++) {
            start(1e9, Duration.ofMillis(60)).join();
        }

        awaitEmpty();
        assertThat(house.gateway.counts().count(new ServiceName("two"), 1)).isEmpty();
    }

    /// Or nobody would notice that it hangs, where all callers have deadlines shorter than its own.
    @Test
    void aCandidateThatTakesMuchLongerThanLiveIsLateForAnyCaller() {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        house.settle(live);
        for (int i = 0; i < 50; i++) {
            caller.infer(Requests.x("two", 1, 2)).answer();
        }
        var hanging =
                house.ready(
                        house.drafts
                                .of("two", 2, "models/hang.onnx")
                                .timeout(Duration.ofSeconds(60)));
        house.tryOut(live, hanging, 1, House.watch(1, 0));

        assertThat(start(1e9, Duration.ofSeconds(3)).join().beside("lastgood-release"))
                .isEqualTo("r1");

        assertThat(house.gateway.counts().count(new ServiceName("two"), 1)).isPresent();
    }

    @Test
    void aCallerWhoVanishesLeavesNothingBehind() {
        tryHanging(Duration.ofMillis(300));
        for (int i = 0; i < 12; i++) {
            try (var gone = new GrpcCaller(house.gateway.grpcAddress())) {
                var said = gone.start(rows(1e9), CallOptions.DEFAULT);
                // It may be refused at once, while another that was given up still holds its
                // values.
                Patience.until(
                        "it is under way, or refused",
                        () -> house.gateway.stats().inFlight() > 0 || said.isDone());
            }
        }

        awaitEmpty();
    }

    @Test
    void whatWasTakenIsGivenBackOnEveryPath() {
        tryHanging(Duration.ofMillis(200));

        for (int i = 0; i < 6; i++) {
            Patience.until(
                    "what hangs is answered by live",
                    () -> caller.infer(rows(1e9)).status().isOk());
            Patience.until("another is answered", () -> caller.infer(rows(0)).status().isOk());
            assertThat(caller.infer(rows(0).toBuilder().setModelVersion("r9").build()).refusal())
                    .matches("(NOT_FOUND|UNAVAILABLE).*");
            assertThat(start(0, Duration.ofNanos(1)).join().status().isOk()).isFalse();
        }
        awaitEmpty();
    }

    @Test
    void whoseValuesCouldNeverFitIsToldSo() {
        house.settle(house.ready(house.drafts.of("texts", 1, "models/texts.onnx")));
        var contents = lastgood.gateway.protocol.grpc.client.InferTensorContents.newBuilder();
        for (int i = 0; i < 200_000; i++) {
            contents.addBytesContents(Requests.utf8("a"));
        }

        var said =
                caller.infer(
                        Requests.of(
                                "texts",
                                Requests.input("X", "BYTES", 200_000).setContents(contents)));

        assertThat(said.refusal())
                .startsWith(
                        "RESOURCE_EXHAUSTED the request takes more memory than the 8388608 bytes")
                .endsWith("(LG-1403)");
    }

    /// Messages that have not yet arrived whole are counted too, or they would be the way around every limit.
    @Test
    void messagesThatArriveSlowlyCountForWhatHasArrived() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        var statuses = new ArrayList<CompletableFuture<GrpcCaller.Said<byte[]>>>();
        for (int i = 0; i < 12; i++) {
            statuses.add(CompletableFuture.supplyAsync(() -> caller.send(new byte[3 << 20])));
        }

        var refused =
                statuses.stream()
                        .map(CompletableFuture::join)
                        .filter(said -> said.status().getCode() == Status.Code.UNAVAILABLE)
                        .toList();

        for (var said : refused) {
            assertThat(said.refusal()).contains("try again", "LG-1304");
            assertThat(said.beside("grpc-retry-pushback-ms")).isEqualTo("1000");
        }
        awaitEmpty();
        assertThat(caller.infer(Requests.x("two", 1, 2)).status().isOk()).isTrue();
    }

    @Test
    void moreConnectionsThanThereMayBeAreNotLetIn() throws IOException {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(socket());
                assertThat(sockets.getLast().getInputStream().read()).as("a frame").isNotNegative();
            }
            var oneMore = socket();
            sockets.add(oneMore);
            assertThat(ends(oneMore)).isTrue();
            sockets.removeFirst().close();
            Patience.until(
                    "there is room for one more",
                    () -> caller.infer(Requests.x("two", 1, 2)).status().isOk());
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void whoNeverSaysThatHeSpeaksHttp2IsHungUpOn() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream()
                    .write(
                            "GET /v2 HTTP/1.1\r\n\r\n"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(ends(socket)).isTrue();
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            assertThat(ends(socket)).as("silent").isTrue();
        }
    }

    /// It is held meanwhile, so a caller who never reads is hung up on in the end.
    @Test
    void anAnswerThatNobodyReadsIsNotHeldForEver() {
        try (var idle = new House(s -> s.idleWithin = Duration.ofMillis(1500));
                var deaf = new GrpcCaller(idle.gateway.grpcAddress())) {
            idle.settle(idle.ready(idle.drafts.of("two", 1, "models/times2.onnx")));
            var call =
                    deaf.channel()
                            .newCall(
                                    GRPCInferenceServiceGrpc.getModelInferMethod(),
                                    CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata()); // and asks for nothing
            call.sendMessage(Requests.x("two", new double[3 << 20]));
            call.halfClose();

            Patience.until("it is answered", () -> idle.gateway.stats().requests() == 1);
            assertThat(idle.gateway.stats().held()).as("the answer").isGreaterThan(12 << 20);

            Patience.until("it is held no more", () -> idle.gateway.stats().held() == 0);
            assertThat(idle.gateway.stats().inFlight()).isZero();
        }
    }

    @Test
    void aGatewayThatClosesAnswersWhatItHasTaken() {
        var r1 =
                house.ready(
                        house.drafts
                                .of("new", 1, "models/hang.onnx")
                                .timeout(Duration.ofMillis(1500)));
        house.prove(r1, Optional.empty(), House.watch(1, 0));
        var slow = caller.start(Requests.x("new", 1e9, 1), CallOptions.DEFAULT);
        Patience.until("it is under way", () -> house.gateway.stats().inFlight() > 0);

        house.gateway.close();

        assertThat(slow.join().refusal())
                .as("its own deadline, not a broken connection")
                .startsWith("DEADLINE_EXCEEDED r1 did not answer within 1500 ms");
    }

    /// A client that learns of the end in time goes elsewhere; until then everything it sent is answered.
    @Test
    void noCallFailsThatWasSentBeforeTheGatewayClosed() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        caller.infer(Requests.x("two", 1, 2)).answer();
        var under =
                new ArrayList<
                        CompletableFuture<
                                GrpcCaller.Said<
                                        lastgood.gateway.protocol.grpc.client
                                                .ModelInferResponse>>>();
        for (int i = 0; i < 500; i++) {
            under.add(caller.start(Requests.x("two", i, 2), CallOptions.DEFAULT));
        }
        Patience.until("some are answered", () -> house.gateway.stats().requests() > 1);

        house.gateway.close();

        assertThat(under.stream().map(CompletableFuture::join).map(said -> said.status().getCode()))
                .as("answered, or never let in")
                .containsAnyOf(Status.Code.OK)
                .allMatch(code -> code == Status.Code.OK || code == Status.Code.UNAVAILABLE);
    }

    private CompletableFuture<
                    GrpcCaller.Said<lastgood.gateway.protocol.grpc.client.ModelInferResponse>>
            start(double value, Duration within) {
        return caller.start(
                Requests.x("two", value, 1),
                CallOptions.DEFAULT.withDeadlineAfter(within.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void tryHanging(Duration timeout) {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx").timeout(timeout));
        var hanging = house.ready(house.drafts.of("two", 2, "models/hang.onnx").timeout(timeout));
        house.tryOut(live, hanging, 1, House.watch(1, 0));
    }

    /// A good part of what may be held.
    private static ModelInferRequest rows(double last) {
        var values = new double[1 << 18];
        values[values.length - 2] = last;
        return Requests.x("two", values);
    }

    private int port() {
        return house.gateway.grpcAddress().getPort();
    }

    private Socket socket() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(5000);
        socket.getOutputStream()
                .write(
                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean ends(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (java.net.SocketException _) {
            return true;
        }
    }

    private void awaitEmpty() {
        Patience.until(
                "nobody is under way",
                () -> house.gateway.stats().inFlight() == 0 && house.gateway.stats().held() == 0);
    }

    private static void narrow(Setup s) {
        s.held = HELD;
        s.connections = CONNECTIONS;
        s.headWithin = Duration.ofSeconds(2);
    }
}
