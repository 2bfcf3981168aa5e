package lastgood.mlflow.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.Json;
import lastgood.mlflow.ModelRef;
import lastgood.mlflow.ModelVersion;
import tools.jackson.databind.JsonNode;

/// A tracking server's registry of models, and the files of those models.
public final class Registry implements AutoCloseable {
    private static final String API = "/api/2.0/mlflow";
    private static final int MOST_METRICS = 100;

    private final Exchange exchange;

    public Registry(Tracking tracking, Limits limits) {
        this.exchange = new Exchange(tracking, limits);
    }

    public Tracking tracking() {
        return exchange.tracking();
    }

    /// The version that is named, directly or by an alias.
    public Outcome<ModelVersion> version(ModelRef ref) {
        var address =
                switch (ref) {
                    case ModelRef.OfVersion(var name, var version) ->
                            API + "/model-versions/get?" + query(name, version);
                    case ModelRef.OfAlias(var name, var alias) ->
                            API
                                    + "/registered-models/alias?name="
                                    + ModelRef.piece(name)
                                    + "&alias="
                                    + ModelRef.piece(alias);
                };
        return exchange.get(address).then(said -> version(address, ref, said));
    }

    /// Where the files of a version lie. Since MLflow 3 a version's source is `models:/m-…`; the server resolves it.
    public Outcome<ArtifactFolder> folder(ModelVersion version) {
        var address =
                API
                        + "/model-versions/get-download-uri?"
                        + query(version.name(), version.version());
        return exchange.get(address)
                .then(said -> need(address, said, "artifact_uri"))
                .then(location -> ArtifactFolder.of(tracking(), location));
    }

    /// The names of what lies in a folder.
    public Outcome<List<String>> list(ArtifactFolder folder) {
        return exchange.get(folder.list())
                .then(said ->
                        Outcome.done(
                                said.path("files")
                                        .valueStream()
                                        .flatMap(file -> Json.text(file, "path").stream())
                                        .toList()));
    }

    /// All files in a folder and below it, by name.
    public Outcome<List<FileTree.Entry>> tree(ArtifactFolder folder) {
        return new FileTree(exchange).of(folder);
    }

    /// A small file's bytes.
    public Outcome<byte[]> read(ArtifactFolder folder, String name) {
        var bytes = new ByteArrayOutputStream();
        return folder.file(tracking(), name)
                .then(address -> exchange.copy(address, bytes, exchange.limits().mostAnswer()))
                .then(_ -> Outcome.done(bytes.toByteArray()));
    }

    /// Copies a file to a place that we chose.
    public Outcome<Path> download(ArtifactFolder folder, String name, Path to) {
        return folder.file(tracking(), name)
                .then(address -> {
                    try (var out = Files.newOutputStream(to)) {
                        return exchange.copy(address, out, exchange.limits().mostFile());
                    } catch (IOException e) {
                        return Outcome.refused(
                                Problem.of(Code.INTERNAL, to + " could not be written.")
                                        .because(e.toString()));
                    }
                })
                .then(_ -> Outcome.done(to));
    }

    /// The numbers that were logged with a run. What is not a finite number is left out.
    public Outcome<SortedMap<String, Double>> metrics(String runId) {
        return exchange.get(API + "/runs/get?run_id=" + ModelRef.piece(runId))
                .then(said -> {
                    SortedMap<String, Double> metrics = new TreeMap<>();
                    said.at("/run/data/metrics")
                            .valueStream()
                            .limit(MOST_METRICS)
                            .filter(m -> m.path("value").isNumber())
                            .filter(m -> Double.isFinite(m.path("value").asDouble()))
                            .forEach(m ->
                                    Json.text(m, "key")
                                            .ifPresent(k ->
                                                    metrics.put(k, m.path("value").asDouble())));
                    return Outcome.done(metrics);
                });
    }

    /// Doing it twice is the same as once.
    public Outcome<JsonNode> setAlias(String name, String alias, String version) {
        return exchange.send(
                "POST",
                API + "/registered-models/alias",
                Json.MAPPER
                        .createObjectNode()
                        .put("name", name)
                        .put("alias", alias)
                        .put("version", version));
    }

    /// Doing it twice is the same as once.
    public Outcome<JsonNode> deleteAlias(String name, String alias) {
        return exchange.send(
                "DELETE",
                API + "/registered-models/alias",
                Json.MAPPER.createObjectNode().put("name", name).put("alias", alias));
    }

    @Override
    public void close() {
        exchange.close();
    }

    private Outcome<ModelVersion> version(String address, ModelRef ref, JsonNode said) {
        var version = said.path("model_version");
        var name = Json.text(version, "name").filter(ref.name()::equals);
        var number = Json.text(version, "version").filter(v -> v.matches("[1-9][0-9]{0,9}"));
        if (name.isEmpty()
                || number.isEmpty()
                || (ref instanceof ModelRef.OfVersion(_, var asked)
                        && !asked.equals(number.get()))) {
            return Outcome.refused(
                    Trouble.nonsense(
                            tracking(),
                            address,
                            "it does not tell of " + ref.name() + " as asked"));
        }
        return Outcome.done(
                new ModelVersion(
                        name.get(),
                        number.get(),
                        id(version, "run_id"),
                        id(version, "model_id").or(() -> modelId(version))));
    }

    private static Optional<String> modelId(JsonNode version) {
        return Json.text(version, "source")
                .filter(source -> source.matches("models:/m-[A-Za-z0-9_-]{1,100}"))
                .map(source -> source.substring("models:/".length()));
    }

    private static Optional<String> id(JsonNode version, String key) {
        return Json.text(version, key).filter(id -> id.matches("[A-Za-z0-9_-]{1,100}"));
    }

    private Outcome<String> need(String address, JsonNode said, String key) {
        return Json.text(said, key)
                .map(Outcome::done)
                .orElseGet(() ->
                        Outcome.refused(Trouble.nonsense(tracking(), address, "it has no " + key)));
    }

    private static String query(String name, String version) {
        return "name=" + ModelRef.piece(name) + "&version=" + ModelRef.piece(version);
    }
}
