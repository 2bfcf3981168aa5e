package lastgood.server.soak.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import lastgood.server.soak.Report;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Caller;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Ports;
import lastgood.server.soak.client.Rest;
import lastgood.server.soak.client.ServerProcess;
import lastgood.server.soak.kill.Witness.Labelled;
import lastgood.testing.Patience;

/// Kills a server again and again, starts it on the same data and ports, and looks whether it kept its word.
public final class Kills {
    private static final int UNLABELLED = 1_000;
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);

    private final Launch launch;
    private final Path folder;
    private final Ports ports;
    private final SplittableRandom random;
    private final Tumour tumour = new Tumour(Home.find());
    private final Drafts drafts = new Drafts(tumour);
    private final Oracle oracle =
            tumour.oracle(
                    Map.of(Standing.LIVE, "model-v1.onnx", Standing.CANDIDATE, "model-v2.onnx"));
    private final Promises promises = new Promises();
    private final BlockingQueue<Labelled> answers = new ArrayBlockingQueue<>(UNLABELLED);
    private final Map<Deed, Duration> longest = new EnumMap<>(Deed.class);
    private final KillReport report;

    private Kills(Launch launch, Path folder, long seed, Duration toAnswer) {
        this.launch = launch;
        this.folder = folder;
        this.random = new SplittableRandom(seed);
        this.ports = Ports.free(random);
        this.report = new KillReport(seed, toAnswer, promises);
    }

    /// @param atMost from the start of a process to its first right answer
    public static Report run(Launch launch, Path folder, int rounds, long seed, Duration atMost)
            throws IOException {
        return new Kills(launch, folder, seed, atMost).run(rounds);
    }

    private Report run(int rounds) throws IOException {
        for (int round = 0; round <= rounds && report.goesOn(); round++) {
            report.round(round);
            try (var server = ServerProcess.start(launch, folder, ports)) {
                live(server, round == 0, round == rounds);
            } catch (IllegalStateException e) {
                report.stop(String.valueOf(e.getMessage()));
            }
        }
        report.leftBehind(ServerProcess.temporary(folder));
        return report.report();
    }

    /// One life of a server. The first begins with nothing; all but the last end by a kill.
    private void live(ServerProcess server, boolean first, boolean last) throws IOException {
        if (!first) {
            report.started(firstAnswer(server));
        }
        try (var rest = new Rest(server.api())) {
            if (first) {
                setUp(server, rest);
            } else {
                report.broken(new Inspection(rest, promises, drafts).look(server, oracle));
            }
            if (!last) {
                answers.clear();
                var person = new Person(rest, drafts, promises, answers, random, longest);
                new Round(server, oracle, answers, report).play(person, random);
            }
        }
    }

    private void setUp(ServerProcess server, Rest rest) throws IOException {
        tumour.setUp(server, rest, drafts.candidate(), "steps: [20%, 100%], stepTime: 1h");
        drafts.release(promises.fresh()).send(rest, "/releases").done();
        promises.begin(Standing.of(rest.status(Tumour.SERVICE)), rest.history(Tumour.SERVICE));
    }

    /// From the moment before the process was made to its first right answer.
    private Duration firstAnswer(ServerProcess server) {
        var row = oracle.telling().getFirst();
        try (var caller = new Caller(ports.predictAt(), Tumour.SERVICE)) {
            var answer =
                    Patience.within(
                            "a first answer\n" + server.tail(),
                            TO_ANSWER,
                            () -> {
                                var some = caller.ask(row.request());
                                if (some.status() != 200) {
                                    throw new IOException("answered with " + some.status());
                                }
                                return some;
                            });
            oracle.objection(row, answer)
                    .ifPresent(o -> report.broken(List.of("first answer: " + o)));
            return Duration.ofNanos(answer.answeredAt() - server.spawnedAt());
        }
    }
}
