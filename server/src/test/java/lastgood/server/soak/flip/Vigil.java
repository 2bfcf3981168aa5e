package lastgood.server.soak.flip;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import lastgood.server.soak.Report;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.client.Load;
import lastgood.server.soak.client.Load.Pace;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Ports;
import lastgood.server.soak.client.Rest;
import lastgood.server.soak.client.ServerProcess;
import lastgood.server.soak.client.Vitals;

/// A server at half of what it can take, for a long time, with a switch every ten seconds: nothing of it may grow.
///
/// Each time a release is tried that has yet to prove itself, so a process comes and goes as well.
public final class Vigil {
    private static final int CLIENTS = 16;
    private static final Duration TO_WARM_UP = Duration.ofSeconds(10);
    private static final Duration TO_CALIBRATE = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    /// As fast as answers come.
    private static final Pace FLAT_OUT = new Pace(CLIENTS, 1_000_000_000);

    private final ServerProcess server;
    private final Oracle oracle;
    private final Flips flips;
    private final List<Vitals> vitals = new ArrayList<>();
    private int switches;

    private Vigil(ServerProcess server, Rest rest, Oracle oracle) {
        this.server = server;
        this.oracle = oracle;
        flips = new Flips(server, rest);
    }

    public static Report run(Launch launch, Path folder, Duration time) throws IOException {
        var tumour = new Tumour(Home.find());
        var oracle = tumour.oracle(Map.of("r1", "model-v1.onnx", "r2", "model-v2.onnx"));
        try (var server = ServerProcess.start(launch, folder, Ports.ANY);
                var rest = new Rest(server.api())) {
            tumour.setUp(
                    server,
                    rest,
                    tumour.release("r2.release.yaml"),
                    "steps: [100%], stepTime: 1s, bake: 24h");
            return new Vigil(server, rest, oracle).run(time);
        }
    }

    private Report run(Duration time) throws IOException {
        flips.begin();
        load(FLAT_OUT, TO_WARM_UP);
        long most = answered(load(FLAT_OUT, TO_CALIBRATE)) / TO_CALIBRATE.toSeconds();
        var pace = new Pace(CLIENTS, (int) Math.max(CLIENTS, most / 2));
        var ears = ears();
        long end = System.nanoTime() + time.toNanos();
        try (var _ = load(pace, ears)) {
            flips.awaitUse();
            while (System.nanoTime() < end) {
                flips.there();
                rest();
                flips.back();
                rest();
                switches += 2;
            }
        }
        return new VigilReport(time, most, pace, switches, ears, vitals).report();
    }

    /// Ten seconds, in the middle of which nothing comes or goes.
    private void rest() {
        park(BETWEEN.dividedBy(2));
        vitals.add(Vitals.of(server.pid()));
        park(BETWEEN.dividedBy(2));
    }

    private List<Spans> load(Pace pace, Duration time) {
        var ears = ears();
        try (var _ = load(pace, ears)) {
            park(time);
        }
        return ears;
    }

    private Load load(Pace pace, List<Spans> ears) {
        return Load.start(server.predict(), Tumour.SERVICE, oracle.telling(), pace, ears);
    }

    private List<Spans> ears() {
        var ears = new ArrayList<Spans>();
        for (int i = 0; i < CLIENTS; i++) {
            ears.add(flips.ear(oracle));
        }
        return ears;
    }

    private static long answered(List<Spans> ears) {
        return ears.stream().mapToLong(Spans::answers).sum();
    }

    private static void park(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
