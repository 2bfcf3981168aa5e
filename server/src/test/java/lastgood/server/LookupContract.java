package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.server.soak.client.Answer;
import lastgood.server.soak.client.Caller;
import lastgood.testing.Examples;
import lastgood.testing.Patience;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Features that are looked up: a whole server, a real database, everything by the command line and over HTTP.
///
/// What is right is worked out here, from the rows and the weights of the model.
abstract class LookupContract {
    static final double AT_V1 = score(30, 30_000, 0);
    static final double AT_V2 = score(31, 3_000, 0);

    @TempDir Path folder;
    Running server;

    abstract Connection connect() throws Exception;

    /// The settings of the driver that say where the database is, as they stand in a file.
    abstract String address();

    @BeforeEach
    void declared() throws Exception {
        Examples.copy("sql-features", folder);
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var sql : Files.readString(folder.resolve("tables.sql")).split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
        for (var version : new String[] {"v1", "v2"}) {
            var form = Files.readString(folder.resolve(version + ".component.yaml.in"));
            Files.writeString(
                    folder.resolve(version + ".yaml"), form.replace("@ADDRESS@", address()));
        }
        server = start();
        did("apply", "-f", file("v1.yaml"));
        did("apply", "-f", file("v2.yaml"));
        did("apply", "-f", file("service.yaml"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void twoReleasesReadTwoVersionsOfATableThatStandSideBySide() throws Exception {
        var created = did("release", "create", "-f", file("r1.release.yaml"));
        assertThat(created).contains("customers@v1", "looked up by customer_id");
        did("release", "create", "-f", file("r2.release.yaml"));
        did("rollout", "start", "credit", "r1", "--yes");
        assertThat(score("credit", "r1", 1)).isCloseTo(AT_V1, near());

        untilGood("credit", 1);
        did("rollout", "start", "credit", "r2", "--yes");
        assertThat(score("credit", "r2", 1)).isCloseTo(AT_V2, near());
        did("rollback", "credit", "--yes");
        assertThat(score("credit", "r1", 1)).isCloseTo(AT_V1, near());
        assertThat(view()).as("nobody moved the view").isEqualTo("30000.0");
    }

    @Test
    void aKeyThatTheVersionDoesNotHaveIsNamed() throws Exception {
        did("release", "create", "-f", file("r1.release.yaml"));
        did("rollout", "start", "credit", "r1", "--yes");
        var answer = ask("credit", 4);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer))
                .contains("LG-1605", "customers@v1 has no row whose customer_id is 4");
    }

    @Test
    void aComponentWhoseColumnsAreNotThereIsNotApplied() throws Exception {
        var form = Files.readString(folder.resolve("v1.yaml"));
        Files.writeString(
                folder.resolve("v3.yaml"),
                form.replace("version: v1", "version: v3").replace("income", "incme"));
        var told = told("apply", "-f", file("v3.yaml"));
        assertThat(told.exit()).isNotZero();
        assertThat(told.text()).contains("customers@v3 was not applied", "incme");
    }

    @Test
    void whereEverybodyReadsOneVersionARollbackTakesReadersAndViewBack() throws Exception {
        did("apply", "-f", file("offers.service.yaml"));
        did("apply", "-f", file("stack.yaml"));
        did("release", "create", "-f", file("r1.release.yaml"));
        did("rollout", "start", "credit", "r1", "--yes");
        did("release", "create", "-f", file("offers.release.yaml"));
        did("rollout", "start", "offers", "r1", "--yes");
        did("release", "create", "-f", file("r2.release.yaml"));
        assertThat(score("offers", "r1", 1)).isCloseTo(AT_V1, near());
        untilGood("credit", 1);
        untilGood("offers", 1);

        did("rollout", "start", "credit", "r2", "--yes");
        assertThat(score("credit", "r2", 1)).isCloseTo(AT_V2, near());
        assertThat(score("offers", "r1", 1)).as("moved along").isCloseTo(AT_V2, near());
        assertThat(view()).isEqualTo("3000.0");

        did("rollback", "credit", "--yes");
        assertThat(score("credit", "r1", 1)).isCloseTo(AT_V1, near());
        assertThat(score("offers", "r1", 1)).as("went back along").isCloseTo(AT_V1, near());
        assertThat(view()).isEqualTo("30000.0");

        server.close();
        server = start();
        assertThat(score("credit", "r1", 1)).as("after a restart").isCloseTo(AT_V1, near());
        assertThat(score("offers", "r1", 1)).as("after a restart").isCloseTo(AT_V1, near());
    }

    final double score(String service, String release, long key) throws IOException {
        var answer = ask(service, key);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(answer.release()).isEqualTo(release);
        return new JsonMapper()
                .readTree(text(answer))
                .get("outputs")
                .get(0)
                .get("data")
                .get(0)
                .asDouble();
    }

    /// Its bake is over, and it has answered enough.
    private void untilGood(String service, long key) {
        Patience.until(
                "r1 is good",
                Duration.ofSeconds(60),
                () -> {
                    ask(service, key);
                    return did("status", service, "-o", "json");
                },
                status -> status.contains("\"lastGood\":\"r1\"") && status.contains("\"steady\""));
    }

    final Answer ask(String service, long key) throws IOException {
        var request =
                "{\"inputs\":[{\"name\":\"customer_id\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[%d]}]}"
                        .formatted(key);
        try (var caller = new Caller(URI.create(server.predict()), service)) {
            return caller.ask(request.getBytes(StandardCharsets.UTF_8));
        }
    }

    static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /// The model, in Java: `make.py` has it in ONNX.
    static double score(double age, double income, double defaults) {
        return 1 / (1 + Math.exp(-(0.02 * age + 0.0001 * income - 1.5 * defaults - 2)));
    }

    static Offset<Double> near() {
        return Offset.offset(1e-5);
    }

    /// What those read who know nothing of lastgood.
    private String view() throws Exception {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT income FROM customers WHERE customer_id = 1")) {
            assertThat(rows.next()).isTrue();
            return Double.toString(rows.getDouble(1));
        }
    }

    private Running start() {
        var config =
                new Config(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        Optional.empty(),
                        false,
                        Optional.empty());
        return switch (Wiring.start(config)) {
            case Outcome.Done<Running>(var started) -> started;
            case Outcome.Refused<Running>(var problem) ->
                    throw new AssertionError(problem.toString());
        };
    }

    final String did(String... words) {
        var told = told(words);
        assertThat(told.exit()).as(String.join(" ", words) + "\n" + told.text()).isZero();
        return told.text();
    }

    final Told told(String... words) {
        return Told.by(Map.of("NO_COLOR", "1", "LASTGOOD_URL", server.api()), folder, words);
    }

    final String file(String name) {
        return folder.resolve(name).toString();
    }
}
