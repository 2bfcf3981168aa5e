package lastgood.gateway;

import java.time.Duration;
import lastgood.gateway.protocol.HttpLimits;
import lastgood.gateway.running.apart.RunnerLimits;
import lastgood.gateway.running.program.Endpoints;
import lastgood.gateway.running.workbench.WorkbenchLimits;

/// How a gateway runs.
///
/// @param port 0: any free one
/// @param grpcPort for those who speak gRPC; 0: any free one
/// @param eventLoops threads that speak HTTP and gRPC, and run proven releases
/// @param candidateThreads threads of each release that has yet to earn *good* and runs inside all the same
/// @param prepareWithin how long a release may take to answer its golden rows
/// @param drainWithin how long requests under way may take when the gateway closes
/// @param runners how much a release may take that runs in a process of its own
/// @param workbench how much a release may take while it is tried
/// @param endpoints servers elsewhere that serve models
/// @param version of the product, as callers see it
public record GatewayConfig(
        String host,
        int port,
        int grpcPort,
        HttpLimits limits,
        int eventLoops,
        int candidateThreads,
        Duration prepareWithin,
        Duration drainWithin,
        RunnerLimits runners,
        WorkbenchLimits workbench,
        String version,
        Endpoints endpoints) {

    public GatewayConfig {
        if (eventLoops < 1 || candidateThreads < 1) {
            throw new IllegalArgumentException(
                    "a gateway needs threads, got %d and %d"
                            .formatted(eventLoops, candidateThreads));
        }
    }

    /// With every default, and gRPC on any free port.
    public static GatewayConfig at(String host, int port, String version) {
        return at(host, port, 0, version);
    }

    /// With every default: an event loop for each core, four threads for a candidate.
    public static GatewayConfig at(String host, int port, int grpcPort, String version) {
        return new GatewayConfig(
                host,
                port,
                grpcPort,
                HttpLimits.DEFAULT,
                Runtime.getRuntime().availableProcessors(),
                4,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                RunnerLimits.DEFAULT,
                WorkbenchLimits.DEFAULT,
                version,
                Endpoints.NONE);
    }

    /// The same with servers elsewhere that serve models.
    public GatewayConfig with(Endpoints known) {
        return new GatewayConfig(
                host,
                port,
                grpcPort,
                limits,
                eventLoops,
                candidateThreads,
                prepareWithin,
                drainWithin,
                runners,
                workbench,
                version,
                known);
    }
}
