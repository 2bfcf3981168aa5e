package lastgood.gateway.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.release.ServiceName;
import lastgood.gateway.House;
import lastgood.gateway.protocol.grpc.client.ModelMetadataRequest;
import lastgood.gateway.protocol.grpc.client.ModelReadyRequest;
import lastgood.gateway.protocol.grpc.client.ModelRepositoryParameter;
import lastgood.gateway.protocol.grpc.client.RepositoryIndexRequest;
import lastgood.gateway.protocol.grpc.client.RepositoryModelLoadRequest;
import lastgood.gateway.protocol.grpc.client.RepositoryModelUnloadRequest;
import lastgood.gateway.protocol.grpc.client.ServerLiveRequest;
import lastgood.gateway.protocol.grpc.client.ServerMetadataRequest;
import lastgood.gateway.protocol.grpc.client.ServerReadyRequest;
import lastgood.gateway.protocol.grpc.client.health.HealthCheckRequest;
import lastgood.gateway.protocol.grpc.client.health.HealthCheckResponse;
import lastgood.gateway.protocol.grpc.client.health.HealthGrpc;
import lastgood.testing.Patience;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the port says of itself, of its services and of their releases.
class GrpcDescriptionTest {
    private final House house = new House();
    private final GrpcCaller caller = new GrpcCaller(house.gateway.grpcAddress());

    @AfterEach
    void close() {
        caller.close();
        house.close();
    }

    @Test
    void theServerIsLiveReadyAndNamed() {
        assertThat(caller.stub().serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(caller.stub().serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
        var server = caller.stub().serverMetadata(ServerMetadataRequest.getDefaultInstance());
        assertThat(server.getName()).isEqualTo("lastgood");
        assertThat(server.getVersion()).isEqualTo("test");
        assertThat(server.getExtensionsList()).containsExactly("model_repository");
    }

    @Test
    void aServiceIsDescribedByItsLiveReleaseOrByTheOneAskedFor() {
        var r1 = house.ready(house.drafts.of("words", 1, "models/words.onnx"));
        house.ready(house.drafts.of("words", 2, "models/words.onnx"));
        house.settle(r1);

        var live = caller.stub().modelMetadata(metadata("words", ""));
        var other = caller.stub().modelMetadata(metadata("words", "r2"));

        assertThat(live.getName()).isEqualTo("words");
        assertThat(live.getVersionsList()).containsExactly("r1");
        assertThat(live.getPlatform()).isEqualTo("lastgood");
        assertThat(live.getInputs(0).getName()).isEqualTo("X");
        assertThat(live.getInputs(0).getDatatype()).isEqualTo("FP32");
        assertThat(live.getInputs(0).getShapeList()).containsExactly(-1L, 2L);
        assertThat(live.getOutputsList().stream().map(o -> o.getName() + " " + o.getDatatype()))
                .containsExactly("label BYTES", "scores FP32");
        assertThat(other.getVersionsList()).containsExactly("r2");
        assertRefused(
                () -> caller.stub().modelMetadata(metadata("words", "r3")),
                Status.Code.NOT_FOUND,
                "'words' r3 is not loaded here (LG-1102)");
        assertRefused(
                () -> caller.stub().modelMetadata(metadata("verbs", "")),
                Status.Code.NOT_FOUND,
                "there is no service 'verbs' (LG-1101)");
    }

    @Test
    void aServiceIsReadyOnceAReleaseIsLive() {
        var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var service = ModelReadyRequest.newBuilder().setName("two").build();

        assertThat(caller.stub().modelReady(service).getReady()).isFalse();
        house.settle(r1);

        assertThat(caller.stub().modelReady(service).getReady()).isTrue();
        assertThat(
                        caller.stub()
                                .modelReady(service.toBuilder().setVersion("r1").build())
                                .getReady())
                .isTrue();
        assertRefused(
                () -> caller.stub().modelReady(service.toBuilder().setVersion("r2").build()),
                Status.Code.NOT_FOUND,
                "'two' r2 is not loaded here (LG-1102)");
    }

    @Test
    void theRepositoryListsWhatIsLoadedAndSaysWhatEachIs() {
        house.ready(house.drafts.of("words", 3, "models/words.onnx"));
        var r2 = house.ready(house.drafts.of("two", 2, "models/times2.onnx"));
        var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        house.tryOut(r1, r2, .1, House.watch(1, 0));

        assertThat(index(RepositoryIndexRequest.getDefaultInstance()))
                .containsExactly(
                        "two r1 READY live", "two r2 READY candidate", "words r3 READY standby");
        house.gateway.standby().keep(new ServiceName("words"), Set.of());
        assertThat(index(RepositoryIndexRequest.getDefaultInstance()))
                .endsWith("words  UNAVAILABLE no release is loaded");
        assertThat(index(RepositoryIndexRequest.newBuilder().setReady(true).build()))
                .containsExactly("two r1 READY live", "two r2 READY candidate");
    }

    @Test
    void callersDoNotChangeWhatServes() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        house.ready(house.drafts.of("new", 1, "models/times2.onnx"));

        caller.stub().repositoryModelLoad(load("two")); // it is live: nothing is to be done
        assertRefused(
                () -> caller.stub().repositoryModelLoad(load("new")),
                Status.Code.FAILED_PRECONDITION,
                "'new' has no live release, and none gets live by being loaded: lastgood rollout start new RELEASE (LG-1608)");
        assertRefused(
                () ->
                        caller.stub()
                                .repositoryModelLoad(
                                        load("two").toBuilder()
                                                .putParameters(
                                                        "config",
                                                        ModelRepositoryParameter.newBuilder()
                                                                .setStringParam("{}")
                                                                .build())
                                                .build()),
                Status.Code.FAILED_PRECONDITION,
                "a release is never changed, so nothing is loaded with parameters: create another one and roll it out, lastgood release create, lastgood rollout start (LG-1608)");
        assertRefused(
                () ->
                        caller.stub()
                                .repositoryModelUnload(
                                        RepositoryModelUnloadRequest.newBuilder()
                                                .setModelName("two")
                                                .build()),
                Status.Code.FAILED_PRECONDITION,
                "'two' stays loaded: what serves, and what it would go back to, is not taken away from here; to go back: lastgood rollback two (LG-1608)");
        assertRefused(
                () -> caller.stub().repositoryModelLoad(load("no\nbody")),
                Status.Code.NOT_FOUND,
                "there is no service 'no\nbody' (LG-1101)");
    }

    private Stream<String> index(RepositoryIndexRequest request) {
        return caller.stub().repositoryIndex(request).getModelsList().stream()
                .map(row ->
                        String.join(
                                " ",
                                row.getName(),
                                row.getVersion(),
                                row.getState(),
                                row.getReason()));
    }

    @Test
    void healthIsToldOfTheWholePortAndOfTheProtocol() {
        var health = HealthGrpc.newBlockingStub(caller.channel());

        for (var service : new String[] {"", "inference.GRPCInferenceService"}) {
            assertThat(
                            health.check(
                                            HealthCheckRequest.newBuilder()
                                                    .setService(service)
                                                    .build())
                                    .getStatus())
                    .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        }
        assertRefused(
                () -> health.check(HealthCheckRequest.newBuilder().setService("x").build()),
                Status.Code.NOT_FOUND,
                "health is known of inference.GRPCInferenceService, and of '' for the whole port (LG-1101)");
    }

    @Test
    void whatIsNotServedIsUnimplemented() {
        var method =
                io.grpc.MethodDescriptor.newBuilder(Message.OUT, Message.IN)
                        .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("inference.GRPCInferenceService/ModelStreamInfer")
                        .build();

        var said = caller.call(method, new byte[0], io.grpc.CallOptions.DEFAULT).join();

        assertThat(said.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        // The caller may hear of it before the call is done with.
        Patience.until("nothing is under way", () -> house.gateway.stats().inFlight() == 0);
    }

    private static ModelMetadataRequest metadata(String name, String version) {
        return ModelMetadataRequest.newBuilder().setName(name).setVersion(version).build();
    }

    private static RepositoryModelLoadRequest load(String name) {
        return RepositoryModelLoadRequest.newBuilder().setModelName(name).build();
    }

    private static void assertRefused(
            ThrowableAssert.ThrowingCallable call, Status.Code code, String why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> {
                            assertThat(e.getStatus().getCode()).isEqualTo(code);
                            assertThat(e.getStatus().getDescription()).isEqualTo(why);
                        });
    }
}
