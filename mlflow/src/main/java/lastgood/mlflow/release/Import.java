package lastgood.mlflow.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.core.release.Schema;
import lastgood.mlflow.ModelRef;
import lastgood.mlflow.ModelVersion;
import lastgood.mlflow.model.LoggedModel;
import lastgood.mlflow.model.OneFile;
import lastgood.mlflow.model.OnnxTensors;
import lastgood.mlflow.model.Signature;
import lastgood.mlflow.rest.ArtifactFolder;
import lastgood.mlflow.rest.Registry;

/// Makes a release file of a version in MLflow. What it downloads lies in a folder of ours, under names of ours.
public final class Import {
    private final Registry registry;
    private final OwnFiles files;
    private final List<String> notes = new ArrayList<>();

    /// @param folder empty, and removed by whoever gives it
    public Import(Registry registry, Path folder) {
        this.registry = registry;
        this.files = new OwnFiles(folder);
    }

    public Outcome<Imported> of(ModelRef ref, Wish wish) {
        return registry.version(ref).then(this::found).then(found -> release(found, wish));
    }

    /// A version, and what its folder says of it.
    ///
    /// @param names of what lies in the folder
    private record Found(
            ModelVersion version,
            ArtifactFolder folder,
            List<String> names,
            Digest mlmodel,
            LoggedModel model) {}

    private Outcome<Found> found(ModelVersion version) {
        return registry.folder(version)
                .then(from -> registry.list(from).then(names -> found(version, from, names)));
    }

    private Outcome<Found> found(ModelVersion version, ArtifactFolder from, List<String> names) {
        if (!names.contains("MLmodel")) {
            return Outcome.refused(
                    Problem.of(Code.MLFLOW_UNUSABLE, version.text() + " is no model.")
                            .because("its folder has no file MLmodel: it has " + some(names)));
        }
        return registry.read(from, "MLmodel")
                .then(bytes ->
                        LoggedModel.parse(bytes)
                                .then(model ->
                                        Outcome.done(
                                                new Found(
                                                        version,
                                                        from,
                                                        names,
                                                        Digest.of(bytes),
                                                        model))));
    }

    private Outcome<Imported> release(Found found, Wish wish) {
        var text = text(found, wish);
        return parts(found, text, wish)
                .then(_ -> overlaid(text, wish))
                .then(_ -> Outcome.done(imported(found.version(), text, wish)));
    }

    /// An ONNX file runs inside the gateway; anything else that MLflow can load, a program serves.
    private Outcome<ReleaseText> parts(Found found, ReleaseText text, Wish wish) {
        var onnx = found.model().onnx();
        if (onnx.isPresent()) {
            return registry.download(found.folder(), onnx.get(), files.place(OwnFiles.MODEL))
                    .then(file -> whole(found, onnx.get(), file))
                    .then(file -> described(text.model(OwnFiles.MODEL), found, file, wish));
        }
        if (!found.model().isPython()) {
            return Outcome.refused(noFlavor(found));
        }
        notes.add(
                "it is no ONNX model: a program serves it, with the packages of the "
                        + PythonModel.PYTHON
                        + " that the server finds; a release file can name another command");
        return new PythonModel(registry, found.folder(), found.model(), files)
                .into(text)
                .then(schema -> Outcome.done(golden(text, found, schema)));
    }

    /// Tensors that lie beside the model are put into it. Where they lie, the model says: seen from its own folder.
    private Outcome<Path> whole(Found found, String name, Path file) {
        var in = name.substring(0, name.lastIndexOf('/') + 1);
        try {
            return OneFile.of(
                    file,
                    beside -> registry.download(found.folder(), in + beside, files.unnamed()));
        } catch (IOException e) {
            return noModel(e);
        }
    }

    private static <T> Outcome<T> noModel(IOException e) {
        return Outcome.refused(
                Problem.of(Code.INVALID_RELEASE, "The model's onnx file is no ONNX model.")
                        .because(String.valueOf(e.getMessage())));
    }

    private ReleaseText text(Found found, Wish wish) {
        var version = found.version();
        return new ReleaseText()
                .service(wish.service())
                .label(version.name() + "-v" + version.version())
                .annotations(provenance(found).annotations())
                .metrics(metrics(version));
    }

    private Imported imported(ModelVersion version, ReleaseText text, Wish wish) {
        wish.label().ifPresent(text::label);
        var path =
                wish.overlay()
                        .map(o -> o.path() + " over " + version.text())
                        .orElse(version.text());
        return new Imported(version, path, text.text(), files.named(), notes);
    }

    private static Outcome<ReleaseText> overlaid(ReleaseText text, Wish wish) {
        return wish.overlay().map(text::over).orElseGet(() -> Outcome.done(text));
    }

    private static Problem noFlavor(Found found) {
        return Problem.of(
                        Code.NOT_IN_THIS_VERSION,
                        found.version().text()
                                + " has neither the onnx nor the python_function flavor.")
                .because("it has " + some(found.model().flavors()))
                .tryThis(
                        "log it with a flavor that Python can load",
                        "or write a release file with engine command that serves it");
    }

    /// Schema and golden rows, where the model says enough and nobody says otherwise.
    private Outcome<ReleaseText> described(ReleaseText text, Found found, Path file, Wish wish) {
        try {
            var tensors = OnnxTensors.of(file);
            if (tensors.isEmpty()) {
                notes.add(
                        "the ONNX file does not say the shapes of its tensors: the signature's columns and the input example are left out");
                return Outcome.done(text);
            }
            return schema(text, tensors.get(), found.model().signature(), wish)
                    .then(schema -> Outcome.done(golden(text, found, schema)));
        } catch (IOException e) {
            return noModel(e);
        }
    }

    private Outcome<Schema> schema(
            ReleaseText text, Schema tensors, Optional<Signature> signature, Wish wish) {
        boolean said =
                wish.overlay()
                        .flatMap(ReleaseText::overlay)
                        .filter(o -> o.path("spec").has("schema"))
                        .isPresent();
        if (signature.isEmpty() && !said) {
            notes.add(
                    "the model has no signature of its inputs: the schema is the ONNX file's own");
        }
        if (signature.isEmpty() || said) {
            return Outcome.done(tensors);
        }
        return Description.of(tensors, signature.get())
                .then(schema -> {
                    text.schema(OwnFiles.SCHEMA);
                    return files.write(OwnFiles.SCHEMA, Description.text(schema))
                            .then(_ -> Outcome.done(schema));
                });
    }

    private ReleaseText golden(ReleaseText text, Found found, Schema schema) {
        var rows =
                found.model()
                        .example()
                        .filter(found.names()::contains)
                        .flatMap(name -> done(registry.read(found.folder(), name)))
                        .flatMap(bytes -> ExampleRows.of(bytes, schema.inputs()));
        if (rows.isEmpty()) {
            notes.add(
                    "no input example that gives golden rows: some are drawn, as for any release");
            return text;
        }
        return done(files.write(OwnFiles.GOLDEN, rows.get())).isPresent()
                ? text.golden(OwnFiles.GOLDEN)
                : text;
    }

    private Provenance provenance(Found found) {
        var known = new Provenance(found.version(), found.model(), found.mlmodel());
        if (found.names().contains("requirements.txt")) {
            done(registry.read(found.folder(), "requirements.txt")).ifPresent(known::requirements);
        }
        return known;
    }

    private Map<String, Double> metrics(ModelVersion version) {
        var read = version.runId().map(registry::metrics);
        if (read.isPresent() && read.get() instanceof Outcome.Refused<?>(var problem)) {
            notes.add("the run's metrics are left out: " + problem.cause());
        }
        return read.<Map<String, Double>>flatMap(Import::done).orElseGet(TreeMap::new);
    }

    private static <T> Optional<T> done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> Optional.of(value);
            case Outcome.Refused<T> _ -> Optional.empty();
        };
    }

    private static String some(List<String> names) {
        return names.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        names.stream()
                                .limit(10)
                                .map(n -> n.replaceAll("\\p{Cntrl}", "?"))
                                .toList());
    }
}
