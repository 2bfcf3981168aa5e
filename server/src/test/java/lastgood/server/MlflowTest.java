package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lastgood.core.problem.Outcome;
import lastgood.mlflow.rest.Tracking;
import lastgood.testing.Patience;
import lastgood.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A real MLflow, the real command line, and a server that serves what came from there.
class MlflowTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir private static Path registry;
    private static MlflowServer mlflow;
    private static JsonNode python;

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private Running server;

    @BeforeAll
    static void aRealMlflowWithModelsInIt() throws IOException, InterruptedException {
        mlflow = new MlflowServer(registry).start();
        python = mlflow.log("wine", "wine-alias", "wine-down", "wine-later");
    }

    @AfterAll
    static void mlflowIsStopped() {
        mlflow.close();
    }

    @BeforeEach
    void aServerThatKeepsAliases() {
        server = start();
    }

    @AfterEach
    void theServerIsClosed() {
        server.close();
        http.close();
    }

    @Test
    void aModelIsImportedByItsAliasAndAnswersAsItDoesInPython() throws Exception {
        declare("wine");
        assertThat(imported("wine", "models:/wine/1").path("release").stringValue())
                .isEqualTo("r1");
        assertThat(imported("wine", "models:/wine@challenger").path("release").stringValue())
                .isEqualTo("r2");

        goesLive("wine", "r1");
        answersAsPythonDoes("wine", "r1", 0);
        becomesGood("wine", "r1");
        startRollout("wine", "r2");
        serveUntil("wine", "r2 is live", s -> s.path("live").stringValue().equals("r2"));
        answersAsPythonDoes("wine", "r2", 1);
    }

    @Test
    void tensorsThatMlflowKeepsBesideAModelArePutIntoIt() throws Exception {
        assertThat(mlflow.files().stream().filter(file -> file.endsWith(".data"))).isNotEmpty();
        declare("beside");
        imported("beside", "models:/wine/4");

        goesLive("beside", "r1");

        answersAsPythonDoes("beside", "r1", 1);
    }

    @Test
    void whereAModelCameFromAndWhatItWasMadeWithIsShown() throws Exception {
        imported("origin", "models:/wine/1");

        var release = json("release", "show", "origin", "r1", "-o", "json");

        var said = release.path("annotations");
        assertThat(said.path("mlflow.model").stringValue()).isEqualTo("wine");
        assertThat(said.path("mlflow.version").stringValue()).isEqualTo("1");
        assertThat(said.path("mlflow.modelId")).isEqualTo(python.at("/models/0"));
        assertThat(said.path("mlflow.runId")).isEqualTo(python.at("/runs/0"));
        assertThat(said.path("mlflow.libraryVersion").stringValue()).startsWith("3.");
        assertThat(said.path("mlflow.requires.onnx").stringValue()).startsWith("==");
        assertThat(release.at("/evidence/metrics/accuracy").doubleValue())
                .isCloseTo(python.path("accuracy").doubleValue(), within(1e-9));
        assertThat(release.at("/evidence/goldenGenerated").booleanValue()).isFalse();
        assertThat(release.path("label").stringValue()).isEqualTo("wine-v1");
    }

    @Test
    void theColumnsOfTheSignatureAreTheColumnsOfTheSchema() throws Exception {
        imported("columns", "models:/wine/1");
        imported("columns", "models:/wine/2");

        var difference = say("diff", "columns", "r2", "r1").text();

        assertThat(python.path("columns").valueStream().map(JsonNode::stringValue))
                .hasSize(13)
                .allSatisfy(column -> assertThat(difference).contains(column));
        assertThat(say("release", "show", "columns", "r1").text()).contains("with columns");
        assertThat(say("release", "show", "columns", "r2").text()).doesNotContain("with columns");
    }

    @Test
    void theSameVersionAgainIsTheSameReleaseHoweverItIsNamed() throws Exception {
        var first = imported("again", "models:/wine/2");

        var second = imported("again", "models:/wine@challenger");

        assertThat(second.path("digest")).isEqualTo(first.path("digest"));
        assertThat(second.path("release").stringValue()).isEqualTo("r1");
        assertThat(second.path("created").booleanValue()).isFalse();
        assertThat(second.path("ignored").isEmpty()).as(second.toString()).isTrue();
    }

    @Test
    void aModelThatOnlyPythonCanLoadIsServedByAProgramAndAnswersAsItDoesThere() throws Exception {
        declare("forest");
        overlay("spec: {config: {timeout: 5s}}\n", mlflow.python());
        var created = importedOver("forest", "models:/wine/3");
        assertThat(created.exit()).as(created.text()).isZero();

        goesLive("forest", "r1");

        var answer = predict("forest", "input");
        assertThat(answer.path("model_version").stringValue()).isEqualTo("r1");
        assertThat(data(answer, "output")).isEqualTo(python.path("labels").get(0).toString());
        var release = say("release", "show", "forest", "r1").text();
        assertThat(release).contains("serve_mlflow.py").contains("with columns");
        assertThat(
                        json("release", "show", "forest", "r1", "-o", "json")
                                .at("/evidence/goldenGenerated")
                                .booleanValue())
                .as("golden rows are the input example")
                .isFalse();
    }

    @Test
    void itGoesBackToSuchAModelAsToAnyOther() throws Exception {
        declare("grove");
        overlay("spec: {config: {timeout: 5s}}\n", mlflow.python());
        assertThat(importedOver("grove", "models:/wine/3").exit()).isZero();
        overlay("spec: {config: {timeout: 4s}}\n", mlflow.python());
        assertThat(importedOver("grove", "models:/wine/3").exit()).isZero();
        goesLive("grove", "r1");
        serveUntil("grove", "r1 is good", s -> s.path("lastGood").asString("").equals("r1"));
        startRollout("grove", "r2");

        assertThat(say("rollback", "grove", "--yes").exit()).isZero();

        assertThat(predict("grove", "input").path("model_version").stringValue()).isEqualTo("r1");
    }

    @Test
    void whereItsPackagesAreNotInstalledTheReleaseIsRefusedAndTheyAreNamed() throws Exception {
        Files.createDirectory(folder.resolve("bare"));
        var bare = folder.resolve("bare/python");
        Files.writeString(bare, "#!/bin/sh\nexec '" + mlflow.python() + "' -S \"$@\"\n");
        assertThat(bare.toFile().setExecutable(true)).isTrue();
        overlay("", bare);

        var told = importedOver("bare", "models:/wine/3");

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.text())
                .contains("not the environment that the model was logged in")
                .contains("mlflow 3.")
                .contains("none is installed");
    }

    @Test
    void whatIsNotThereIsSaidInMlflowsWords() {
        assertThat(importing("wine", "models:/nothing@champion"))
                .satisfies(told -> assertThat(told.exit()).isEqualTo(3))
                .satisfies(told -> assertThat(told.text()).contains("LG-1902", "name=nothing"));
        assertThat(importing("wine", "models:/wine@nothing"))
                .satisfies(told -> assertThat(told.exit()).isEqualTo(3))
                .satisfies(told -> assertThat(told.text()).contains("LG-1902", "alias nothing"));
        assertThat(importing("wine", "models:/wine/99"))
                .satisfies(told -> assertThat(told.exit()).isEqualTo(3));
    }

    @Test
    void aReleaseFileStandsOverWhatWasFound() throws Exception {
        Files.writeString(
                folder.resolve("over.yaml"),
                """
                metadata: {service: overlaid, annotations: {team: cellar}}
                spec:
                  schema: infer
                  config: {timeout: 200ms, values: {region: north}}
                  evidence: {golden: null}
                """);

        var told =
                say(
                        "release",
                        "create",
                        "--from-mlflow",
                        "models:/wine/1",
                        "--label",
                        "mine",
                        "-f",
                        "over.yaml");

        assertThat(told.exit()).as(told.text()).isZero();
        var release = json("release", "show", "overlaid", "r1", "-o", "json");
        assertThat(release.path("label").stringValue()).isEqualTo("mine");
        assertThat(release.at("/annotations/team").stringValue()).isEqualTo("cellar");
        assertThat(release.path("annotations").path("mlflow.model").stringValue())
                .isEqualTo("wine");
        assertThat(release.at("/evidence/goldenGenerated").booleanValue()).isTrue();
        assertThat(release.toString()).contains("200ms").contains("north");
        assertThat(folder.resolve("over.lock.yaml")).exists();
    }

    @Test
    void championFollowsWhatIsLiveAndLastGoodWhatEarnedIt() throws Exception {
        declare("alias");
        imported("alias", "models:/wine-alias/1");
        imported("alias", "models:/wine-alias/2");
        goesLive("alias", "r1");
        comesToStandAt("wine-alias", "champion", "1");
        assertThat(mlflow.alias("wine-alias", "last-good")).isEmpty();
        becomesGood("alias", "r1");
        comesToStandAt("wine-alias", "last-good", "1");

        startRollout("alias", "r2");
        assertThat(mlflow.alias("wine-alias", "champion")).hasValue("1");
        serveUntil("alias", "r2 is live", s -> s.path("live").stringValue().equals("r2"));
        comesToStandAt("wine-alias", "champion", "2");
        becomesGood("alias", "r2");
        comesToStandAt("wine-alias", "last-good", "2");

        assertThat(say("rollback", "alias", "--yes").exit()).isZero();
        comesToStandAt("wine-alias", "champion", "1");
        comesToStandAt("wine-alias", "last-good", "1");
        serveUntil(
                "alias",
                "status tells of it",
                s -> s.at("/mlflow/champion").asString("").equals("models:/wine-alias/1"));
        var mlflowSaid = status("alias").path("mlflow");
        assertThat(mlflowSaid.path("lastGood").stringValue()).isEqualTo("models:/wine-alias/1");
        assertThat(mlflowSaid.path("problem").isNull()).isTrue();
        assertThat(mlflowSaid.path("at").stringValue()).isNotEmpty();
        assertThat(say("status", "alias").text())
                .contains("champion models:/wine-alias/1, last-good models:/wine-alias/1");
    }

    @Test
    void aRollbackDoesNotWaitForAnMlflowThatIsDownAndTheAliasCatchesUp() throws Exception {
        declare("down");
        imported("down", "models:/wine-down/1");
        imported("down", "models:/wine-down/2");
        goesLive("down", "r1");
        becomesGood("down", "r1");
        startRollout("down", "r2");
        serveUntil("down", "r2 is live", s -> s.path("live").stringValue().equals("r2"));
        comesToStandAt("wine-down", "champion", "2");
        mlflow.stop();
        try {
            long began = System.nanoTime();
            var told = say("rollback", "down", "--yes");
            var took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(told.exit()).as(told.text()).isZero();
            assertThat(took).isLessThan(Duration.ofSeconds(3));
            assertThat(status("down").path("live").stringValue()).isEqualTo("r1");
            serveUntil("down", "status names the problem", s -> !s.at("/mlflow/problem").isNull());
            assertThat(status("down").at("/mlflow/problem").stringValue())
                    .contains("No MLflow server answers");
            assertThat(status("down").at("/mlflow/champion").stringValue())
                    .isEqualTo("models:/wine-down/2");
        } finally {
            mlflow.start();
        }
        comesToStandAt("wine-down", "champion", "1");
    }

    @Test
    void whatWasMissedWhileNoServerRanIsMadeUpForAtTheNextStart() throws Exception {
        server.close();
        server = start(Optional.empty());
        declare("later");
        imported("later", "models:/wine-later/2");
        goesLive("later", "r1");
        assertThat(status("later").path("mlflow").isNull()).isTrue();
        assertThat(mlflow.alias("wine-later", "champion")).isEmpty();
        server.close();

        server = start();

        comesToStandAt("wine-later", "champion", "2");
    }

    @Test
    void aReleaseThatDidNotComeFromMlflowHasNoAliasesThere() throws Exception {
        lastgood.testing.Examples.copy("wine", folder);
        assertThat(say("apply", "-f", "service.yaml").exit()).isZero();
        assertThat(say("release", "create", "-f", "good.release.yaml").exit()).isZero();

        goesLive("wine", "r1");

        assertThat(status("wine").path("mlflow").isNull()).isTrue();
    }

    private Running start() {
        var uri = Optional.of(mlflow.uri());
        return switch (Tracking.of(uri, "--mlflow", Map.of())) {
            case Outcome.Done<Tracking>(var tracking) -> start(Optional.of(tracking));
            case Outcome.Refused<Tracking>(var problem) -> throw new AssertionError(problem);
        };
    }

    private Running start(Optional<Tracking> tracking) {
        var config =
                new Config(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        Optional.empty(),
                        false,
                        tracking);
        return switch (Wiring.start(config)) {
            case Outcome.Done<Running>(var running) -> running;
            case Outcome.Refused<Running>(var problem) -> throw new AssertionError(problem);
        };
    }

    private void declare(String service) throws IOException {
        Files.writeString(
                folder.resolve(service + ".yaml"),
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: %s}
                spec:
                  task: classification
                  rollout: {steps: [50%%, 100%%], stepTime: 1s, bake: 1s, minRequests: 40}
                  guards:
                    - http.error_rate <= baseline + 20%%
                """
                        .formatted(service));
        var told = say("apply", "-f", service + ".yaml");
        assertThat(told.exit()).as(told.text()).isZero();
    }

    private JsonNode imported(String service, String model) {
        return json(
                "release",
                "create",
                "--from-mlflow",
                model,
                "--service",
                service,
                "--mlflow-uri",
                mlflow.uri(),
                "-o",
                "json");
    }

    /// What a release file says over what is imported: with which Python the program is run.
    private void overlay(String more, Path interpreter) throws IOException {
        var command = interpreter + " serve_mlflow.py --port {port} --name {name} --model {model}";
        Files.writeString(
                folder.resolve("over.yaml"),
                """
                spec:
                  runtime:
                    command: "%s --place model.skops --folder '{folder}/mlflow/logged'"
                """
                                .formatted(command)
                        + (more.isEmpty() ? "" : more.replaceFirst("spec: \\{(.*)}\n", "  $1\n")));
    }

    private Told importedOver(String service, String model) {
        return say(
                "release",
                "create",
                "--from-mlflow",
                model,
                "--service",
                service,
                "-f",
                "over.yaml");
    }

    private Told importing(String service, String model) {
        return say("release", "create", "--from-mlflow", model, "--service", service);
    }

    private void goesLive(String service, String release) throws Exception {
        startRollout(service, release);
        serveUntil(service, release + " is live", s -> s.path("live").asString("").equals(release));
    }

    private void startRollout(String service, String release) {
        var told = say("rollout", "start", service, release, "--yes");
        assertThat(told.exit()).as(told.text()).isZero();
    }

    private void becomesGood(String service, String release) {
        serveUntil(
                service,
                release + " is good",
                s ->
                        s.path("lastGood").asString("").equals(release)
                                && s.path("state").stringValue().equals("steady"));
    }

    /// Callers ask on until it holds.
    private void serveUntil(String service, String what, Predicate<JsonNode> holds) {
        Patience.until(
                what,
                SOON,
                () -> {
                    var status = status(service);
                    boolean live = status.path("live").isString();
                    for (int i = 0; live && !holds.test(status) && i < 10; i++) {
                        predict(service);
                    }
                    return status;
                },
                holds);
    }

    private void comesToStandAt(String model, String alias, String version) {
        Patience.until(
                alias + " is " + version,
                SOON,
                () -> mlflow.alias(model, alias),
                Optional.of(version)::equals);
    }

    private void answersAsPythonDoes(String service, String release, int version) throws Exception {
        var answer = predict(service);
        assertThat(answer.path("model_version").stringValue()).isEqualTo(release);
        assertThat(data(answer, "label")).isEqualTo(python.path("labels").get(version).toString());
        var given =
                answer.path("outputs")
                        .valueStream()
                        .filter(o -> o.path("name").stringValue().equals("probabilities"))
                        .findFirst()
                        .orElseThrow()
                        .path("data");
        var expected =
                python.path("probabilities")
                        .get(version)
                        .valueStream()
                        .flatMap(JsonNode::valueStream)
                        .map(JsonNode::doubleValue)
                        .toList();
        assertThat(given.size()).isEqualTo(expected.size()).isGreaterThan(50);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(given.get(i).doubleValue()).isCloseTo(expected.get(i), within(1e-4));
        }
    }

    private static String data(JsonNode answer, String output) {
        return answer.path("outputs")
                .valueStream()
                .filter(o -> o.path("name").stringValue().equals(output))
                .findFirst()
                .orElseThrow()
                .path("data")
                .toString();
    }

    private JsonNode predict(String service) throws Exception {
        return predict(
                service, service.equals("forest") || service.equals("grove") ? "input" : "X");
    }

    private JsonNode predict(String service, String input) throws Exception {
        var rows = python.path("rows");
        var body =
                "{\"inputs\":[{\"name\":\""
                        + input
                        + "\",\"datatype\":\"FP32\",\"shape\":["
                        + rows.size()
                        + ",13],\"data\":"
                        + rows
                        + "}]}";
        var response =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                server.predict()
                                                        + "/v2/models/"
                                                        + service
                                                        + "/infer"))
                                .timeout(Duration.ofSeconds(10))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.mapper().readTree(response.body());
    }

    private JsonNode status(String service) {
        return json("status", service, "-o", "json");
    }

    private JsonNode json(String... words) {
        var told = say(words);
        assertThat(told.exit()).as(told.text()).isZero();
        return Json.mapper().readTree(told.text());
    }

    private Told say(String... words) {
        return Told.by(
                Map.of(
                        "LASTGOOD_URL",
                        server.api(),
                        "USER",
                        "test",
                        "NO_COLOR",
                        "1",
                        "MLFLOW_TRACKING_URI",
                        mlflow.uri()),
                folder,
                words);
    }
}
