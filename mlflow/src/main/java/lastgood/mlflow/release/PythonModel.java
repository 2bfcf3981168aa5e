package lastgood.mlflow.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Schema;
import lastgood.mlflow.model.LoggedModel;
import lastgood.mlflow.rest.ArtifactFolder;
import lastgood.mlflow.rest.FileTree;
import lastgood.mlflow.rest.Registry;

/// A model that only MLflow can load: its whole folder travels with the release, and a program of ours that serves it.
final class PythonModel {
    /// It is imported with the Python that the server finds; a release file can name another one.
    static final String PYTHON = "python3";

    private static final String SERVER = "serve_mlflow.py";
    private static final String MLMODEL = "MLmodel";
    private static final String START = "2m";

    /// What describes a model is not the model.
    private static final Set<String> DESCRIBES =
            Set.of(
                    MLMODEL,
                    "conda.yaml",
                    "python_env.yaml",
                    "requirements.txt",
                    "input_example.json",
                    "serving_input_example.json",
                    "registered_model_meta");

    private final Registry registry;
    private final ArtifactFolder folder;
    private final LoggedModel model;
    private final OwnFiles files;

    PythonModel(Registry registry, ArtifactFolder folder, LoggedModel model, OwnFiles files) {
        this.registry = registry;
        this.folder = folder;
        this.model = model;
        this.files = files;
    }

    /// @return the schema that it serves by
    Outcome<Schema> into(ReleaseText text) {
        return TableSchema.of(model)
                .then(schema ->
                        registry.tree(folder)
                                .then(this::downloaded)
                                .then(names -> described(text, names, schema)));
    }

    private Outcome<Schema> described(
            ReleaseText text, List<FileTree.Entry> logged, Schema schema) {
        var place = model(logged);
        var beside = new ArrayList<String>();
        for (var file : logged) {
            if (!file.name().equals(place)) {
                beside.add(OwnFiles.LOGGED + file.name());
            }
        }
        beside.add(OwnFiles.LOGGED + "schema.yaml");
        beside.add(SERVER);
        text.model(OwnFiles.LOGGED + place)
                .program(command(place), "model", beside, START)
                .schema(OwnFiles.SCHEMA);
        return files.write(OwnFiles.SCHEMA, Description.text(schema))
                .then(_ ->
                        files.writeBeside(
                                OwnFiles.LOGGED + "schema.yaml", Description.text(schema)))
                .then(_ -> files.writeBeside(SERVER, server()))
                .then(_ -> Outcome.done(schema));
    }

    private static String command(String place) {
        return "%s %s --port {port} --name {name} --model {model} --place '%s' --folder '{folder}/%s'"
                .formatted(
                        PYTHON,
                        SERVER,
                        place,
                        OwnFiles.LOGGED.substring(0, OwnFiles.LOGGED.length() - 1));
    }

    private Outcome<List<FileTree.Entry>> downloaded(List<FileTree.Entry> logged) {
        for (var file : logged) {
            var to = files.placeOf(OwnFiles.LOGGED + file.name());
            if (registry.download(folder, file.name(), to)
                    instanceof Outcome.Refused<java.nio.file.Path>(var problem)) {
                return Outcome.refused(problem);
            }
        }
        return Outcome.done(logged);
    }

    /// The file that is the model: the one that its flavor names, or the largest where it names a folder.
    private String model(List<FileTree.Entry> logged) {
        var named =
                model.pythonModel().filter(m -> logged.stream().anyMatch(f -> f.name().equals(m)));
        return named.orElseGet(() ->
                logged.stream()
                        .filter(f -> !DESCRIBES.contains(f.name()))
                        .max(
                                Comparator.comparingLong(FileTree.Entry::size)
                                        .thenComparing(FileTree.Entry::name))
                        .map(FileTree.Entry::name)
                        .orElse(MLMODEL));
    }

    private static String server() {
        try (InputStream file = PythonModel.class.getResourceAsStream(SERVER)) {
            if (file == null) {
                throw new IllegalStateException(SERVER + " is not in this build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
