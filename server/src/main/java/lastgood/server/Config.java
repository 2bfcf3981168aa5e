package lastgood.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import lastgood.gateway.running.program.Endpoints;
import lastgood.mlflow.rest.Tracking;

/// How a server was asked to run.
///
/// @param host all ports listen here; anything but loopback asks for a token
/// @param mlflow where aliases are kept in step with what is live
/// @param endpoints servers elsewhere that serve models
/// @param gatewayPort predictions over HTTP
/// @param grpcPort predictions over gRPC
/// @param role what of it all this process does
/// @param signaturesRequired whether a rollout starts only with a signature by a trusted key
public record Config(
        Path data,
        String host,
        int port,
        int gatewayPort,
        int grpcPort,
        Optional<URI> webhook,
        boolean signaturesRequired,
        Optional<Tracking> mlflow,
        Endpoints endpoints,
        Role role) {
    public static final int PORT = 8484;
    public static final int GATEWAY_PORT = 8485;
    public static final int GRPC_PORT = 8486;

    /// All of a server, without servers elsewhere that serve models.
    public Config(
            Path data,
            String host,
            int port,
            int gatewayPort,
            int grpcPort,
            Optional<URI> webhook,
            boolean signaturesRequired,
            Optional<Tracking> mlflow) {
        this(
                data,
                host,
                port,
                gatewayPort,
                grpcPort,
                webhook,
                signaturesRequired,
                mlflow,
                Endpoints.NONE,
                Role.ALL);
    }

    public boolean isLoopback() {
        return host.equals("localhost")
                || host.equals("::1")
                || host.matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    }

    /// The host as it stands in an address: an IPv6 address in brackets.
    String authority() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
