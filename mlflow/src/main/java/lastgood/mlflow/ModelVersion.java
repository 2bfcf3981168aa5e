package lastgood.mlflow;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One version of a registered model. Its name and number may be given to another model once it is deleted; run and model
/// id stay with what was logged.
///
/// @param modelId since MLflow 3: `m-…`
public record ModelVersion(
        String name, String version, Optional<String> runId, Optional<String> modelId) {
    private static final String MODEL = "mlflow.model";
    private static final String VERSION = "mlflow.version";
    private static final String RUN = "mlflow.runId";
    private static final String MODEL_ID = "mlflow.modelId";

    /// `models:/wine/2`
    public String text() {
        return ModelRef.text(name, version);
    }

    /// Whether both may be the same logged model: nothing that both say differs.
    public boolean isSameModelAs(ModelVersion other) {
        return agree(runId, other.runId) && agree(modelId, other.modelId);
    }

    /// How a release remembers where it came from.
    public SortedMap<String, String> annotations() {
        var said = new TreeMap<String, String>();
        said.put(MODEL, name);
        said.put(VERSION, version);
        runId.ifPresent(id -> said.put(RUN, id));
        modelId.ifPresent(id -> said.put(MODEL_ID, id));
        return said;
    }

    /// Where a release came from, if it came from MLflow.
    public static Optional<ModelVersion> in(SortedMap<String, String> annotations) {
        return said(annotations, MODEL)
                .flatMap(name ->
                        said(annotations, VERSION)
                                .map(version ->
                                        new ModelVersion(
                                                name,
                                                version,
                                                said(annotations, RUN),
                                                said(annotations, MODEL_ID))));
    }

    private static Optional<String> said(SortedMap<String, String> annotations, String key) {
        return Optional.ofNullable(annotations.get(key));
    }

    private static boolean agree(Optional<String> a, Optional<String> b) {
        return a.isEmpty() || b.isEmpty() || a.equals(b);
    }
}
