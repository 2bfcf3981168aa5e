package lastgood.mlflow.release;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import lastgood.core.release.Digest;
import lastgood.mlflow.ModelVersion;
import lastgood.mlflow.model.LoggedModel;

/// Where a release came from and what its model was made with, as annotations. None of it is part of the digest.
///
/// Nothing here changes when the same version is imported again: aliases move, so they are not kept.
final class Provenance {
    private static final int LONGEST = 200;
    private static final int MOST_REQUIREMENTS = 60;
    private static final Pattern REQUIREMENT =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,80})\\s*(.*)");

    private final SortedMap<String, String> said = new TreeMap<>();

    Provenance(ModelVersion version, LoggedModel model, Digest mlmodel) {
        version.annotations().forEach(this::say);
        model.mlflowVersion().ifPresent(v -> say("mlflow.libraryVersion", v));
        model.pythonVersion().ifPresent(v -> say("mlflow.python", v));
        model.onnxVersion().ifPresent(v -> say("mlflow.onnxVersion", v));
        model.created().ifPresent(v -> say("mlflow.createdAt", v));
        say("mlflow.modelFile", mlmodel.toString());
    }

    /// `requirements.txt`, a line each.
    Provenance requirements(byte[] file) {
        new String(file, StandardCharsets.UTF_8)
                .lines()
                .map(REQUIREMENT::matcher)
                .filter(java.util.regex.Matcher::matches)
                .limit(MOST_REQUIREMENTS)
                .forEach(r ->
                        say(
                                "mlflow.requires." + r.group(1),
                                r.group(2).isBlank() ? "any" : r.group(2).strip()));
        return this;
    }

    SortedMap<String, String> annotations() {
        return said;
    }

    private void say(String key, String text) {
        boolean fits =
                !text.isBlank()
                        && text.length() <= LONGEST
                        && text.chars().noneMatch(Character::isISOControl);
        if (fits) {
            said.put(key, text);
        }
    }
}
