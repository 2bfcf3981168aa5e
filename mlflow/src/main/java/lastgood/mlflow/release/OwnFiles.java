package lastgood.mlflow.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// The files an import makes, in a folder of ours and under names of ours: no name that a server says is among them.
final class OwnFiles {
    static final String MODEL = "mlflow/model.onnx";
    static final String SCHEMA = "mlflow/schema.yaml";
    static final String GOLDEN = "mlflow/golden.ndjson";

    /// Where the files lie that a program needs, by the names that they have in MLflow.
    static final String LOGGED = "mlflow/logged/";

    private final Path folder;
    private final Map<String, Path> named = new HashMap<>();
    private int beside;

    OwnFiles(Path folder) {
        this.folder = folder;
    }

    /// By the name that a release file has for them.
    Map<String, Path> named() {
        return named;
    }

    /// Where a file lies that a release file may name.
    Path place(String name) {
        var place = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
        named.put(name, place);
        return place;
    }

    /// Where a file lies that a release file names as a server does: only the name is the server's.
    Path placeOf(String name) {
        var place = unnamed();
        named.put(name, place);
        return place;
    }

    /// Where a file lies that nobody names later.
    Path unnamed() {
        return folder.resolve("beside-" + ++beside);
    }

    Outcome<Path> write(String name, String text) {
        return write(name, place(name), text);
    }

    Outcome<Path> writeBeside(String name, String text) {
        return write(name, placeOf(name), text);
    }

    private static Outcome<Path> write(String name, Path place, String text) {
        try {
            return Outcome.done(Files.writeString(place, text));
        } catch (IOException e) {
            return Outcome.refused(
                    Problem.of(Code.INTERNAL, name + " could not be written.")
                            .because(e.toString()));
        }
    }
}
