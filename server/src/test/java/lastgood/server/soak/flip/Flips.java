package lastgood.server.soak.flip;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.server.soak.Report;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Asker;
import lastgood.server.soak.client.Caller;
import lastgood.server.soak.client.GrpcCaller;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.client.Load;
import lastgood.server.soak.client.Load.Pace;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Ports;
import lastgood.server.soak.client.Rest;
import lastgood.server.soak.client.ServerProcess;
import lastgood.server.soak.client.Vitals;
import lastgood.server.soak.flip.Timeline.Switch;
import lastgood.testing.Patience;

/// Switches between two releases under load, through control's own commands, and checks every answer.
public final class Flips {
    public static final Pace PACE = new Pace(16, 4_000);
    private static final String BASE = "/services/" + Tumour.SERVICE;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final Set<String> SWITCHES = Set.of("promote", "rollback");

    /// The server's size is looked at after one in so many switches, when its compiler is mostly done.
    private static final int SETTLING = 10;

    private final ServerProcess server;
    private final Rest rest;
    private final AtomicLong newestEpoch = new AtomicLong();
    private final Timeline timeline = new Timeline();

    Flips(ServerProcess server, Rest rest) {
        this.server = server;
        this.rest = rest;
    }

    /// How much of it.
    ///
    /// @param requests at least so many, evenly over the switches; 0: as many as come of them
    public record Volume(int switches, long requests) {}

    /// @param least requests a second that must have been reached; 0: the rate is told, not judged
    public static Report run(Launch launch, Path folder, Volume volume, int least)
            throws IOException {
        return run(launch, folder, volume).report(least);
    }

    static FlipReport run(Launch launch, Path folder, Volume volume) throws IOException {
        var tumour = new Tumour(Home.find());
        var oracle = tumour.oracle(Map.of("r1", "model-v1.onnx", "r2", "model-v2.onnx"));
        try (var server = ServerProcess.start(launch, folder, Ports.ANY);
                var rest = new Rest(server.api())) {
            // The bake outlasts the run: nothing but the switches that are asked for may raise an
            // epoch.
            tumour.setUp(
                    server,
                    rest,
                    tumour.release("r2.release.yaml"),
                    "steps: [100%], stepTime: 1s, bake: 24h",
                    // A process for each of so many tries would be most of what is measured.
                    "isolation: inline");
            return new Flips(server, rest).run(oracle, volume);
        }
    }

    private FlipReport run(Oracle oracle, Volume volume) throws IOException {
        var ears = new ArrayList<Spans>();
        for (int i = 0; i < PACE.clients(); i++) {
            ears.add(ear(oracle));
        }
        begin();
        long started = System.nanoTime();
        var vitals = new ArrayList<Vitals>();
        try (var load = Load.start(this::asker, oracle.telling(), PACE, ears)) {
            awaitUse();
            for (int done = 2; done <= volume.switches(); done += 2) {
                thereAndBack();
                if (done >= volume.switches() / SETTLING && vitals.isEmpty()) {
                    vitals.add(Vitals.of(server.pid()));
                }
                long due = volume.requests() * done / volume.switches();
                Patience.until(due + " requests are answered", LONG, () -> load.asked() >= due);
            }
            vitals.add(Vitals.of(server.pid()));
        }
        var took = Duration.ofNanos(System.nanoTime() - started);
        return new FlipReport(timeline, ears, took, vitals, decided(), state());
    }

    /// Both protocols meet the same switches.
    private Asker asker(int client) {
        return client % 2 == 0
                ? new Caller(server.predict(), Tumour.SERVICE)
                : new GrpcCaller(server.grpc(), Tumour.SERVICE, Tumour.TENSOR);
    }

    /// What one client hears.
    Spans ear(Oracle oracle) {
        return new Spans(oracle, newestEpoch);
    }

    void begin() throws IOException {
        long now = System.nanoTime();
        long epoch = rest.status(Tumour.SERVICE).get("epoch").longValue();
        timeline.add(new Switch(epoch, "r1", true, now, now, Instant.now()));
    }

    private void thereAndBack() throws IOException {
        there();
        back();
    }

    void there() throws IOException {
        change("r2", false, BASE + "/rollouts", Map.of("release", "r2"));
    }

    void back() throws IOException {
        change(
                "r1",
                true,
                BASE + "/rollbacks",
                Map.of("dryRun", false, "yes", true, "reason", "soak"));
        Patience.until("the return is confirmed", SOON, () -> state().equals("steady"));
        rest.post(BASE + "/releases/r2/unhold", Map.of("reason", "soak")).done();
    }

    private void change(String release, boolean back, String path, Map<String, Object> body)
            throws IOException {
        var reply = rest.post(path, body);
        reply.done();
        long epoch = timeline.newest().epoch() + 1;
        timeline.add(
                new Switch(epoch, release, back, reply.sentAt(), reply.repliedAt(), reply.wall()));
        awaitUse();
    }

    /// When control decided each switch, as its history tells.
    private Map<Long, Instant> decided() throws IOException {
        var lines =
                rest.history(Tumour.SERVICE).stream()
                        .filter(l -> SWITCHES.contains(l.get("how").stringValue()))
                        .limit(timeline.switches().size() - 1L)
                        .toList();
        var decided = new HashMap<Long, Instant>();
        long epoch = timeline.newest().epoch();
        for (var line : lines) {
            decided.put(epoch--, Instant.parse(line.get("at").stringValue()));
        }
        return decided;
    }

    /// A switch that no request met would prove nothing.
    void awaitUse() {
        long epoch = timeline.newest().epoch();
        Patience.until(
                "a request is answered under epoch " + epoch,
                SOON,
                () -> newestEpoch.get() >= epoch);
    }

    private String state() throws IOException {
        return rest.status(Tumour.SERVICE).get("state").stringValue();
    }
}
