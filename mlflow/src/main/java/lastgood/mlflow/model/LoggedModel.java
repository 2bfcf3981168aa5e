package lastgood.mlflow.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.Json;
import tools.jackson.databind.JsonNode;

/// What `MLmodel` says of a model: the one file that every logged model has.
///
/// @param flavors by name: `onnx, python_function`
/// @param onnx the file that the onnx flavor names
/// @param signature of what it takes
/// @param outputs the signature of what it gives
/// @param pythonModel what its python_function flavor loads: a file, or a folder
/// @param example the file of its input example
public record LoggedModel(
        List<String> flavors,
        Optional<String> onnx,
        Optional<String> onnxVersion,
        Optional<String> pythonVersion,
        Optional<String> mlflowVersion,
        Optional<String> created,
        Optional<String> modelId,
        Optional<String> runId,
        Optional<Signature> signature,
        Optional<Signature> outputs,
        Optional<String> pythonModel,
        Optional<String> example) {

    public LoggedModel {
        flavors = List.copyOf(flavors);
    }

    public static Outcome<LoggedModel> parse(byte[] bytes) {
        return Yaml.mapping(new String(bytes, StandardCharsets.UTF_8))
                .filter(file -> file.path("flavors").isObject())
                .map(file -> Outcome.done(of(file)))
                .orElseGet(() ->
                        Outcome.refused(
                                Problem.of(
                                                Code.MLFLOW_UNUSABLE,
                                                "The model's MLmodel file cannot be read.")
                                        .because(
                                                "it is not one YAML mapping with the key 'flavors'")));
    }

    private static LoggedModel of(JsonNode file) {
        var flavors = file.path("flavors");
        var onnx = flavors.path("onnx");
        var python = flavors.path("python_function");
        return new LoggedModel(
                List.copyOf(flavors.propertyNames()),
                Json.text(onnx, "data")
                        .or(() -> onnx.isObject() ? Optional.of("model.onnx") : Optional.empty()),
                said(onnx, "onnx_version"),
                said(python, "python_version"),
                said(file, "mlflow_version"),
                said(file, "utc_time_created"),
                said(file, "model_id"),
                said(file, "run_id"),
                signature(file, "inputs"),
                signature(file, "outputs"),
                Json.text(python, "model_path").or(() -> Json.text(python, "data")),
                Json.text(file.path("saved_input_example_info"), "artifact_path"));
    }

    /// Whether MLflow itself can load it, whatever it was made with.
    public boolean isPython() {
        return flavors.contains("python_function");
    }

    private static Optional<Signature> signature(JsonNode file, String of) {
        return Optional.of(file.path("signature"))
                .filter(JsonNode::isObject)
                .flatMap(s -> Signature.of(s, of));
    }

    /// `1.10` is a number in YAML and a version all the same.
    private static Optional<String> said(JsonNode in, String key) {
        return Optional.ofNullable(in.get(key))
                .filter(JsonNode::isValueNode)
                .filter(value -> !value.isNull())
                .map(JsonNode::asString)
                .filter(text -> !text.isBlank());
    }
}
