package lastgood.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import lastgood.control.Control;
import lastgood.control.Ports;
import lastgood.control.http.Access;
import lastgood.control.http.ApiServer;
import lastgood.control.http.Metrics;
import lastgood.control.notice.Webhook;
import lastgood.core.port.Notifier;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.Gateway;
import lastgood.gateway.GatewayConfig;
import lastgood.ledger.Ledger;

/// Introduces the rooms to each other, in the order in which they need one another.
final class Wiring {
    static final String VERSION = "0.1.0";

    private Wiring() {}

    /// What came of a start.
    sealed interface Started {
        record Refused(Problem problem) implements Started {}

        record Running(
                Ledger ledger, Gateway gateway, Control control, ApiServer server, Config config)
                implements Started, AutoCloseable {
            String api() {
                return "http://" + authority(config.host(), server.port());
            }

            String predict() {
                InetSocketAddress at = gateway.address();
                return "http://" + authority(config.host(), at.getPort());
            }

            String services() {
                var names =
                        control.services().all().stream()
                                .map(l -> l.service().text())
                                .collect(Collectors.joining(", "));
                return names.isEmpty() ? "none yet" : names;
            }

            /// Returns after SIGTERM or Ctrl-C, when everything is closed.
            void untilStopped() throws InterruptedException {
                var stopped = new CountDownLatch(1);
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(() -> {
                                    close();
                                    stopped.countDown();
                                }));
                stopped.await();
            }

            /// Callers first: requests under way are answered before anything they need is closed.
            @Override
            public void close() {
                gateway.close();
                server.close();
                control.close();
                ledger.close();
            }

            private static String authority(String host, int port) {
                return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
            }
        }
    }

    static Started start(Config config) {
        return switch (Ledger.open(config.data())) {
            case lastgood.core.problem.Outcome.Refused<Ledger>(var problem) ->
                    new Started.Refused(problem);
            case lastgood.core.problem.Outcome.Done<Ledger>(var ledger) -> start(config, ledger);
        };
    }

    private static Started start(Config config, Ledger ledger) {
        InstantSource clock = Instant::now;
        var seal = new PredictionSeal(ledger.predictionKey());
        var gateway =
                new Gateway(
                        GatewayConfig.at(config.host(), config.gatewayPort(), VERSION),
                        ledger.releases(),
                        ledger.vetoes(),
                        seal,
                        secret(),
                        clock,
                        System::nanoTime);
        var control = new Control(ports(config, ledger, gateway), seal, clock);
        try {
            control.start();
            gateway.start();
            var server =
                    control.listen(
                            config.host(),
                            config.port(),
                            access(config, ledger),
                            () -> samples(gateway));
            return new Started.Running(ledger, gateway, control, server, config);
        } catch (IOException | RuntimeException e) {
            gateway.close();
            control.close();
            ledger.close();
            return new Started.Refused(
                    Problem.of(Code.INTERNAL, "The server could not start.")
                            .because(String.valueOf(e.getMessage()))
                            .tryThis("choose other ports: lastgood run --port 0 --gateway-port 0")
                            .inState(
                                    "Nothing serves. The data in "
                                            + config.data()
                                            + " is untouched."));
        }
    }

    private static Ports ports(Config config, Ledger ledger, Gateway gateway) {
        Notifier notifier = config.webhook().<Notifier>map(Webhook::new).orElse((_, _, _, _) -> {});
        return new Ports(
                ledger.journal(),
                ledger.releases(),
                ledger.components(),
                ledger.labels(),
                ledger.counts(),
                ledger.incidents(),
                gateway.routes(),
                gateway.standby(),
                gateway.probe(),
                gateway.counts(),
                gateway.workbench(),
                notifier,
                _ -> OptionalDouble.empty());
    }

    private static Access access(Config config, Ledger ledger) throws IOException {
        var hosts = Set.of("localhost", "127.0.0.1", "[::1]", config.host());
        return new Access(
                hosts, config.isLoopback() ? Optional.empty() : Optional.of(ledger.adminToken()));
    }

    private static List<Metrics.Sample> samples(Gateway gateway) {
        var stats = gateway.stats();
        return List.of(
                new Metrics.Sample(
                        "lastgood.gateway.requests",
                        "prediction requests answered",
                        stats.requests()),
                new Metrics.Sample(
                        "lastgood.gateway.errors",
                        "of those, answered with an error",
                        stats.errors()),
                new Metrics.Sample(
                        "lastgood.gateway.under.way",
                        "prediction requests under way",
                        stats.inFlight()),
                new Metrics.Sample(
                        "lastgood.gateway.releases.loaded",
                        "releases loaded and warm",
                        stats.loaded()));
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
