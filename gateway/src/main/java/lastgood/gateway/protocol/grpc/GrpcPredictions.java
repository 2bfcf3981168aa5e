package lastgood.gateway.protocol.grpc;

import java.util.Map;
import java.util.function.LongSupplier;
import lastgood.gateway.protocol.ProbeSecret;
import lastgood.gateway.protocol.Traffic;
import lastgood.gateway.running.Desk;

/// What the gRPC port answers, whatever connection the call came by.
public final class GrpcPredictions {
    private static final String INFERENCE = "inference.GRPCInferenceService";
    private static final String HEALTH = "grpc.health.v1.Health";

    private final Inference inference;
    private final Descriptions descriptions;
    private final Repository repository;
    private final Health health;

    /// @param probes by which our own are known
    public GrpcPredictions(
            Desk desk, String version, ProbeSecret probes, LongSupplier nanos, Traffic traffic) {
        inference = new Inference(desk, probes, nanos, traffic);
        descriptions = new Descriptions(desk, version, traffic);
        repository = new Repository(desk);
        health = new Health(traffic, INFERENCE);
    }

    /// The methods of each service, by their names.
    Map<String, Map<String, Call.Method>> services() {
        return Map.of(
                INFERENCE,
                Map.of(
                        "ServerLive", descriptions::serverLive,
                        "ServerReady", descriptions::serverReady,
                        "ServerMetadata", descriptions::server,
                        "ModelReady", descriptions::modelReady,
                        "ModelMetadata", descriptions::model,
                        "ModelInfer", inference::infer,
                        "RepositoryIndex", repository::index,
                        "RepositoryModelLoad", repository::load,
                        "RepositoryModelUnload", repository::unload),
                HEALTH,
                Map.of("Check", health::check));
    }
}
