package lastgood.server;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Refusal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.rest.Tracking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lastgood run`: management and predictions in one process, or predictions alone, until it is told to stop.
@Command(
        name = "run",
        description = "Runs the server and the gateway in one process.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: lastgood run --data ./lastgood-data --port 8484"})
public final class RunVerb implements Callable<Integer> {
    private static final int MOST = 65_535;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("lastgood-data");

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "Address to listen on; beyond loopback a token is asked for. Default: ${DEFAULT-VALUE}")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            description = "Management. 0 picks a free one. Default: ${DEFAULT-VALUE}")
    private int port = Config.PORT;

    @Option(
            names = "--gateway-port",
            description = "Predictions. 0 picks a free one. Default: ${DEFAULT-VALUE}")
    private int gatewayPort = Config.GATEWAY_PORT;

    @Option(
            names = "--grpc-port",
            paramLabel = "<grpcPort>",
            description =
                    "Predictions by gRPC. 0 picks a free one. Default: "
                            + Config.GRPC_PORT
                            + ", and a free one where --gateway-port is 0")
    private Optional<Integer> grpcPort = Optional.empty();

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description = "Told of trips, rollbacks, stuck services and ways back that close.")
    private Optional<URI> webhook = Optional.empty();

    @Option(
            names = "--require-signatures",
            description =
                    "Starts rollouts only of releases that a key in DATA/trust/*.pub vouches for. Rollbacks ask for none.")
    private boolean requireSignatures;

    @Option(
            names = "--mlflow",
            paramLabel = "URI",
            description =
                    "MLflow tracking server in which the aliases champion and last-good follow what is live and last good. Default: LASTGOOD_MLFLOW_URI, or none")
    private Optional<String> mlflow = Optional.empty();

    @Option(
            names = "--endpoint",
            paramLabel = "NAME=URL[,URL…]",
            description =
                    "A server elsewhere that serves models by the Open Inference Protocol, as releases with engine upstream name it: http, https, or h2c for HTTP/2 in clear text; several addresses where several servers serve the same. May be given again.")
    private List<String> endpoints = List.of();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description =
                    "all: control and gateway. gateway: predictions alone, by what was served last; the ledger is not opened. Default: all")
    private String role = Role.ALL.text();

    private final Environment environment;

    RunVerb(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        long began =
                ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .orElseGet(System::currentTimeMillis);
        mustBePort("--port", port);
        mustBePort("--gateway-port", gatewayPort);
        mustBePort("--grpc-port", grpcPort());
        mustDiffer("--port", port, "--gateway-port", gatewayPort);
        mustDiffer("--port", port, "--grpc-port", grpcPort());
        mustDiffer("--gateway-port", gatewayPort, "--grpc-port", grpcPort());
        webhook.ifPresent(RunVerb::mustBeHttp);
        var config =
                new Config(
                        data,
                        host,
                        port,
                        gatewayPort,
                        grpcPort(),
                        webhook,
                        requireSignatures,
                        tracking(),
                        EndpointFlag.read(endpoints),
                        role());
        return switch (Wiring.start(config)) {
            case Outcome.Refused<Running>(var problem) -> throw new Refusal(problem);
            case Outcome.Done<Running>(var server) -> {
                banner(environment.out(), config, server);
                environment
                        .out()
                        .printf(
                                Locale.ROOT,
                                "Ready in %.1f s. Ctrl-C stops it; traffic through the gateway stops too.%n",
                                (System.currentTimeMillis() - began) / 1000.0);
                server.untilStopped();
                yield 0;
            }
        };
    }

    private Optional<Tracking> tracking() {
        var named =
                mlflow.or(() ->
                        Optional.ofNullable(environment.variables().get("LASTGOOD_MLFLOW_URI")));
        return named.filter(uri -> !uri.isBlank())
                .map(uri ->
                        Refusal.must(
                                Tracking.of(
                                        Optional.of(uri), "--mlflow", environment.variables())));
    }

    private Role role() {
        return Role.parse(role)
                .orElseThrow(() ->
                        new Refusal(
                                Problem.of(Code.WRONG_USAGE, "--role " + role + " is no role.")
                                        .because("a role is all or gateway")
                                        .tryThis(
                                                "lastgood run",
                                                "lastgood run --role gateway     # predictions alone, by what was served last")
                                        .inState("Nothing was started.")));
    }

    private static void mustBePort(String flag, int port) {
        if (port < 0 || port > MOST) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, flag + " " + port + " is no port.")
                            .because(
                                    "a port is a number from 1 to " + MOST + "; 0 picks a free one")
                            .inState("Nothing was started."));
        }
    }

    private int grpcPort() {
        return grpcPort.orElse(gatewayPort == 0 ? 0 : Config.GRPC_PORT);
    }

    private static void mustDiffer(String flag, int port, String otherFlag, int other) {
        if (port == other && port != 0) {
            throw new Refusal(
                    Problem.of(
                                    Code.WRONG_USAGE,
                                    "Management, predictions and gRPC cannot share port "
                                            + port
                                            + ".")
                            .because(flag + " and " + otherFlag + " are the same")
                            .tryThis("lastgood run " + flag + " " + port + " " + otherFlag + " 0")
                            .inState("Nothing was started."));
        }
    }

    private static void mustBeHttp(URI target) {
        var scheme = Optional.ofNullable(target.getScheme()).orElse("");
        if (!scheme.matches("https?") || target.getHost() == null) {
            throw new Refusal(
                    Problem.of(
                                    Code.WRONG_USAGE,
                                    "'" + target + "' is no address that can be told of anything.")
                            .because("--webhook takes an http or https address")
                            .tryThis("lastgood run --webhook http://127.0.0.1:9000/hook")
                            .inState("Nothing was started."));
        }
    }

    private static void banner(PrintStream out, Config config, Running server) {
        out.println(
                server.without().isPresent()
                        ? "lastgood 0.1.0  (gateway alone, nobody is at control)"
                        : "lastgood 0.1.0  (server and gateway in one process)");
        out.println();
        server.without().ifPresent(why -> alone(out, why));
        out.println("  API       " + server.api() + "/api/v1");
        out.println("  Predict   " + server.predict() + "/v2/models/{service}/infer");
        out.println("  gRPC      " + server.grpc());
        out.println("  Store     " + config.data() + "     (kept between runs)");
        out.println(
                "  Access    "
                        + (config.isLoopback()
                                ? "loopback only, no login"
                                : "token in " + config.data().resolve("secrets/admin.token")));
        config.mlflow()
                .filter(_ -> server.without().isEmpty())
                .ifPresent(at -> out.println("  MLflow    aliases at " + at));
        out.println();
        out.println("  Services  " + server.services());
        if (server.without().isPresent()) {
            out.println();
            return;
        }
        out.println("  Next      lastgood release init            start from your own ONNX model");
        out.println("            lastgood release create -f release.yaml");
        out.println();
    }

    private static void alone(PrintStream out, Problem without) {
        out.println("  ! " + without.what());
        without.why().forEach(why -> out.println("    why:   " + why));
        out.println("    now:   " + without.state());
        without.todo().forEach(todo -> out.println("    do:    " + todo));
        out.println();
    }
}
