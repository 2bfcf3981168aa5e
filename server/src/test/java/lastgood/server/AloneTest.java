package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lastgood.control.Ports;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.running.program.Endpoints;
import lastgood.testing.Examples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server has served r1 and is gone; another starts over what it left, in this process.
class AloneTest {
    private static final String WINE =
            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,13],\"datatype\":\"FP32\",\"data\":[13.2,1.8,2.4,15.6,101,2.8,3.2,0.3,2.3,4.9,1.0,3.5,1040]}]}";

    @TempDir private Path folder;

    @BeforeEach
    void aServerHasServed() throws IOException {
        Examples.copy("wine", folder);
        try (var server = new WholeServer(folder)) {
            server.did("apply", "-f", "service.yaml");
            server.did("release", "create", "-f", "good.release.yaml");
            server.did("rollout", "start", "wine", "r1", "--yes");
            server.awaitAnswerBy("r1", "wine", WINE);
            assertThat(server.did("doctor"))
                    .contains("a gateway without control would serve what is served now");
        }
    }

    @Test
    void aLedgerThatIsNoDatabaseIsServedWithoutAndEveryCallToControlIsToldSo() throws Exception {
        Files.writeString(ledger(), "this is no database, and was one yesterday".repeat(200));
        Files.deleteIfExists(folder.resolve("data/ledger.db-wal"));

        try (var running = started(ports -> ports)) {
            assertThat(running.without().orElseThrow().why())
                    .singleElement()
                    .asString()
                    .contains("ledger.db", "not a database");
            serves(running);
            var told = get(running.api() + "/api/v1/services");
            assertThat(told.statusCode()).isEqualTo(503);
            assertThat(told.body()).contains("LG-1305", "not a database", "RETREAT.SERVICE");
            assertThat(get(running.api() + "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(running.api() + "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(running.api() + "/errors/LG-1305").body())
                    .contains("Nobody is at control");
            assertThat(get(running.predict() + "/v2/health/ready").statusCode()).isEqualTo(200);
            var status =
                    Told.by(
                            Map.of("LASTGOOD_URL", running.api(), "NO_COLOR", "1"),
                            folder,
                            "status");
            assertThat(status.exit()).isNotZero();
            assertThat(status.text()).contains("Nobody is at control", "LG-1305");
        }
        assertThat(Files.readString(ledger())).startsWith("this is no database");
    }

    @Test
    void aLedgerThatIsGoneIsNotReplacedByAnEmptyOne() throws Exception {
        Files.delete(ledger());

        try (var running = started(ports -> ports)) {
            assertThat(running.without().orElseThrow().why())
                    .singleElement()
                    .asString()
                    .endsWith(
                            "ledger.db is not there, though the gateway has served from this folder");
            serves(running);
        }
        assertThat(ledger()).doesNotExist();
    }

    @Test
    void aLedgerThatCannotBeOpenedIsServedWithout() throws Exception {
        Files.delete(ledger());
        Files.createDirectory(ledger());

        try (var running = started(ports -> ports)) {
            serves(running);
        }
    }

    @Test
    void whereControlCannotBeStartedTheGatewayServes() throws Exception {
        UnaryOperator<Ports> broken =
                _ -> {
                    throw new IllegalStateException("entry 7 of the journal cannot be read");
                };

        try (var running = started(broken)) {
            assertThat(running.without().orElseThrow().why())
                    .singleElement()
                    .asString()
                    .contains("control cannot be started", "entry 7 of the journal");
            serves(running);
        }
        try (var running = started(ports -> ports)) {
            assertThat(running.without()).isEmpty();
            serves(running);
        }
    }

    @Test
    void whereBothSnapshotsAreDamagedTooNothingIsStartedAndNothingGuessed() throws Exception {
        Files.writeString(ledger(), "no database");
        Files.deleteIfExists(folder.resolve("data/ledger.db-wal"));
        for (var name : new String[] {"a.snapshot", "b.snapshot"}) {
            var file = folder.resolve("data/gateway").resolve(name);
            if (Files.exists(file)) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 3] ^= 1;
                Files.write(file, bytes);
            }
        }

        assertThat(refused(Role.ALL).what()).isEqualTo("The server did not start.");
        var problem = refused(Role.GATEWAY);
        assertThat(problem.what()).contains("does not know what to serve");
        assertThat(problem.why()).anyMatch(why -> why.contains("its checksum is wrong"));
    }

    @Test
    void theFolderOfAServerThatRunsIsNotServedFrom() throws Exception {
        try (var first = started(ports -> ports)) {
            assertThat(refused(Role.GATEWAY).why()).anyMatch(why -> why.contains("is in use"));
            assertThat(refused(Role.ALL).why()).anyMatch(why -> why.contains("is in use"));
            serves(first);
        }
    }

    private Path ledger() {
        return folder.resolve("data/ledger.db");
    }

    private void serves(Running running) throws IOException {
        var answer =
                send(
                        HttpRequest.newBuilder(
                                        URI.create(running.predict() + "/v2/models/wine/infer"))
                                .POST(HttpRequest.BodyPublishers.ofString(WINE))
                                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(running.services()).isEqualTo("wine");
    }

    private Running started(UnaryOperator<Ports> before) {
        return switch (Wiring.start(config(Role.ALL), System::nanoTime, before)) {
            case Outcome.Done<Running>(var running) -> running;
            case Outcome.Refused<Running>(var problem) -> throw new AssertionError(problem);
        };
    }

    private Problem refused(Role role) {
        return switch (Wiring.start(config(role))) {
            case Outcome.Done<Running>(var running) -> {
                running.close();
                throw new AssertionError("it started");
            }
            case Outcome.Refused<Running>(var problem) -> problem;
        };
    }

    private Config config(Role role) {
        return new Config(
                folder.resolve("data"),
                "127.0.0.1",
                0,
                0,
                0,
                Optional.empty(),
                false,
                Optional.empty(),
                Endpoints.NONE,
                role);
    }

    private static HttpResponse<String> get(String uri) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(uri)).GET().build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
