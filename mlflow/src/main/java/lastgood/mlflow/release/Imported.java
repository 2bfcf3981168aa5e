package lastgood.mlflow.release;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lastgood.mlflow.ModelVersion;

/// A release file that was made of a version in MLflow.
///
/// @param path as complaints call it
/// @param text of the release file
/// @param files by the name the text has for them; the text may name others beside the overlay
/// @param notes what was left out, for people
public record Imported(
        ModelVersion version,
        String path,
        String text,
        Map<String, Path> files,
        List<String> notes) {
    public Imported {
        files = Map.copyOf(files);
        notes = List.copyOf(notes);
    }
}
