package lastgood.server.soak.flip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lastgood.ledger.GatewayFolder;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.client.Load;
import lastgood.server.soak.client.Load.Pace;
import lastgood.server.soak.client.Ports;
import lastgood.server.soak.client.Rest;
import lastgood.server.soak.client.ServerProcess;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a rollback asks of the system before it has happened: nothing that could fail.
class RollbackTraceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pace PACE = new Pace(4, 400);

    @Test
    void aRollbackOpensNoFileAndMakesNoConnectionBeforeTheSwitch(@TempDir Path folder)
            throws IOException {
        var tumour = new Tumour(Home.find());
        var oracle = tumour.oracle(Map.of("r1", "model-v1.onnx", "r2", "model-v2.onnx"));
        try (var server = ServerProcess.start(Launch.forTests(Home.find()), folder, Ports.ANY);
                var rest = new Rest(server.api())) {
            tumour.setUp(
                    server,
                    rest,
                    tumour.release("r2.release.yaml"),
                    "steps: [50%, 100%], stepTime: 1h, bake: 1h");
            var flips = new Flips(server, rest);
            flips.begin();
            var ears = Stream.generate(() -> flips.ear(oracle)).limit(PACE.clients()).toList();
            try (var _ =
                    Load.start(server.predict(), Tumour.SERVICE, oracle.telling(), PACE, ears)) {
                flips.there(); // what is done for the first time loads classes
                flips.back();
                flips.there();
                long before = rest.status(Tumour.SERVICE).get("epoch").longValue();
                Patience.until(
                        "nothing is being made ready any more",
                        SOON,
                        () ->
                                rest.status(Tumour.SERVICE)
                                        .get("readiness")
                                        .get("ready")
                                        .asBoolean());

                List<Trace.Call> seen;
                double asked;
                try (var trace = Trace.of(server.pid(), folder)) {
                    asked = System.currentTimeMillis() / 1e3;
                    flips.back();
                    Patience.until(
                            "what is served is written down",
                            SOON,
                            () -> writtenEpoch(folder.resolve("data")) > before);
                    seen = trace.end();
                }

                var answers = "Lastgood-Epoch: ";
                var switched =
                        seen.stream()
                                .filter(call -> call.text().contains(answers + (before + 1)))
                                .findFirst()
                                .orElseThrow();
                // It writes down what is served once it is, and has no part in the switch.
                long writer = Trace.thread(server.pid(), "gateway-snapshot");
                var between =
                        seen.stream()
                                .filter(call -> call.at() >= asked && call.at() < switched.at())
                                .filter(call -> call.thread() != writer)
                                .toList();
                assertThat(between)
                        .as("answers of before are seen")
                        .anyMatch(call -> call.text().contains(answers + before));
                assertThat(between.stream().filter(Trace.Call::opens).map(Trace.Call::text))
                        // The watch over runners reads /proc all the time, and the emergency
                        // lane looks into the data folder for a file that asks for it. A veto is
                        // written by the same call once the switch is made (SwitchboardTest),
                        // and the first answer is heard of after that.
                        .filteredOn(call ->
                                Stream.of("\"/proc", "/data\"", "/vetoes")
                                        .noneMatch(call::contains))
                        .isEmpty();
                assertThat(seen.stream().filter(call -> call.thread() == writer))
                        .as("what is served is written down")
                        .anyMatch(call -> call.text().contains("/gateway/"));
                assertThat(seen.stream().filter(call -> call.at() > switched.at()))
                        // The server asks itself, perhaps over a connection that it has already.
                        .as("what is verified afterwards is seen")
                        .anyMatch(call -> call.text().contains("POST /v2/models/"));
            }
        }
    }

    private static long writtenEpoch(Path data) {
        return GatewayFolder.snapshots(data)
                .newest()
                .snapshot()
                .orElseThrow()
                .stays()
                .getFirst()
                .epoch();
    }
}
