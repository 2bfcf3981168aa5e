package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import lastgood.ledger.GatewayFolder;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Answer;
import lastgood.server.soak.client.Caller;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Ports;
import lastgood.server.soak.client.Rest;
import lastgood.server.soak.client.Row;
import lastgood.server.soak.client.ServerProcess;
import lastgood.testing.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real server processes that are killed, and start again without control: over a ledger that is damaged, or as a gateway
/// alone.
///
/// Repeat a failure with `-Dseed=N` and the seed that it prints.
class AloneKillTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLS = 20;
    private static final int ROWS = 20;

    @TempDir private Path folder;

    private final Tumour tumour = new Tumour(Home.find());
    private final Oracle oracle =
            tumour.oracle(Map.of("r1", "model-v1.onnx", "r2", "model-v2.onnx"));
    private Launch launch = Launch.forTests(Home.find());

    @BeforeEach
    void fresh() {
        launch = Launch.forTests(Home.find());
    }

    @Test
    void aKilledServerWithADamagedLedgerServesOnGoesBackAndIsWholeAgainOnceTheLedgerIs()
            throws IOException {
        var before = killedWhileR2Answers("steps: [100%], stepTime: 1s, bake: 1h");
        var backup = Files.createDirectory(folder.resolve("backup"));
        copyLedger(data(), backup);
        damageLedger();

        try (var server = start()) {
            answersAre(server, "r2", before.epoch());
            assertThat(status(server)).isEqualTo(503);
            assertThat(ready(server)).isEqualTo(200);
            assertThat(server.tail())
                    .contains("Nobody is at control", "not a database", "gateway alone");

            Files.createFile(data().resolve("RETREAT." + Tumour.SERVICE));
            Patience.until(
                    "the wish is answered",
                    SOON,
                    () -> Files.exists(data().resolve("RETREAT." + Tumour.SERVICE + ".done")));
            answersAre(server, "r1", before.epoch());
            Patience.until(
                    "the veto is written",
                    SOON,
                    () -> Files.exists(data().resolve("vetoes/" + Tumour.SERVICE + ".vetoes")));
            server.kill();
        }

        // The ledger is good again and nobody opens it: what was put back stays there.
        copyLedger(backup, data());
        var untouched = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(data().resolve("ledger.db"), untouched);
        launch = launch.with("--role", "gateway");
        try (var server = start()) {
            answersAre(server, "r1", before.epoch());
            assertThat(status(server)).isEqualTo(503);
            server.kill();
        }
        assertThat(Files.getLastModifiedTime(data().resolve("ledger.db"))).isEqualTo(untouched);

        launch = Launch.forTests(Home.find());
        try (var server = start();
                var rest = new Rest(server.api())) {
            for (var row : rows()) {
                assertThat(ask(server, row).release()).isEqualTo("r1");
            }
            assertThat(rest.status(Tumour.SERVICE).get("live").asString()).isEqualTo("r1");
            assertThat(rest.status(Tumour.SERVICE).get("held").toString()).contains("r2");
            assertThat(rest.history(Tumour.SERVICE).toString())
                    .contains("\"how\":\"rollback\",\"by\":\"guard:gateway\"");
        }
    }

    @Test
    void aCandidateGetsNothingFromAGatewayThatIsKilledAgainAndAgainAndLiveIsTheSame()
            throws IOException {
        long seed = Long.getLong("seed", RandomGenerator.getDefault().nextLong());
        var random = new Random(seed);
        var before = killedWhileR2Answers("steps: [50%, 100%], stepTime: 1h, bake: 1h");
        launch = launch.with("--role", "gateway");
        for (int kill = 0; kill < KILLS; kill++) {
            try (var server = start()) {
                var rows = rows();
                var some = rows.subList(0, 1 + random.nextInt(rows.size()));
                for (var row : some) {
                    var answer = ask(server, row);
                    assertThat(answer.release()).as("kill %d, seed %d", kill, seed).isEqualTo("r1");
                    assertThat(answer.epoch()).isEqualTo(before.epoch());
                    assertThat(oracle.objection(row, answer)).isEmpty();
                }
                server.kill();
            }
        }
    }

    /// An answer of r2, before it was killed; what it served is written down.
    private Answer killedWhileR2Answers(String rollout) throws IOException {
        try (var server = start();
                var rest = new Rest(server.api())) {
            tumour.setUp(server, rest, tumour.release("r2.release.yaml"), rollout);
            rest.post("/services/" + Tumour.SERVICE + "/rollouts", Map.of("release", "r2")).done();
            var answer = awaitAnswerBy(server, "r2");
            awaitSnapshotOf(answer.epoch());
            server.kill();
            return answer;
        }
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(launch, folder.resolve("server"), Ports.ANY);
    }

    private Path data() {
        return folder.resolve("server/data");
    }

    private List<Row> rows() {
        return oracle.telling().stream().limit(ROWS).toList();
    }

    private void answersAre(ServerProcess server, String release, long epoch) throws IOException {
        for (var row : rows()) {
            var answer = ask(server, row);
            assertThat(oracle.objection(row, answer)).isEmpty();
            assertThat(answer.release()).isEqualTo(release);
            assertThat(answer.epoch()).isEqualTo(epoch);
        }
    }

    private static Answer ask(ServerProcess server, Row row) throws IOException {
        try (var caller = new Caller(server.predict(), Tumour.SERVICE)) {
            return caller.ask(row.request());
        }
    }

    private Answer awaitAnswerBy(ServerProcess server, String release) throws IOException {
        var last = new Answer[1];
        var row = rows().getFirst();
        Patience.until(
                release + " answers",
                SOON,
                () -> {
                    last[0] = ask(server, row);
                    return last[0].release().equals(release);
                });
        return last[0];
    }

    /// It is written soon after a switch; a kill in between would be about something else.
    private void awaitSnapshotOf(long epoch) throws IOException {
        var snapshots = GatewayFolder.snapshots(data());
        Patience.until(
                "the switch is in the snapshot",
                SOON,
                () ->
                        snapshots
                                .newest()
                                .snapshot()
                                .filter(s -> s.stays().getFirst().epoch() == epoch)
                                .isPresent());
    }

    private static int status(ServerProcess server) throws IOException {
        return get(server.api().resolve("/api/v1/services"));
    }

    private static int ready(ServerProcess server) throws IOException {
        return get(server.predict().resolve("/v2/health/ready"));
    }

    private static int get(URI uri) throws IOException {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(HttpRequest.newBuilder(uri).GET().build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void copyLedger(Path from, Path to) throws IOException {
        for (var name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm")) {
            Files.deleteIfExists(to.resolve(name));
            if (Files.exists(from.resolve(name))) {
                Files.copy(from.resolve(name), to.resolve(name));
            }
        }
    }

    /// As if something else had been written over it.
    private void damageLedger() throws IOException {
        for (var name : List.of("ledger.db", "ledger.db-wal")) {
            var file = data().resolve(name);
            if (Files.exists(file)) {
                var random = new byte[(int) Files.size(file)];
                new Random(7).nextBytes(random);
                Files.write(file, random);
            }
        }
        Files.deleteIfExists(data().resolve("ledger.db-shm"));
    }
}
