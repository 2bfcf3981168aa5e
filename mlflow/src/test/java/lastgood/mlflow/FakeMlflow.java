package lastgood.mlflow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.mlflow.rest.Limits;
import lastgood.mlflow.rest.Registry;
import lastgood.mlflow.rest.Tracking;
import lastgood.testing.RudeServer;

/// A small MLflow with one registered model, `wine`, version 2, that answers as a real one does until a test makes it lie.
public final class FakeMlflow implements AutoCloseable {
    public static final String API = "/api/2.0/mlflow";
    public static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
    public static final String FOLDER = FILES + "/1/models/m-1/artifacts";

    /// A machine that does much else is not a server that hangs.
    public static final Limits PATIENT =
            new Limits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    1 << 16,
                    1 << 20);

    public static final Limits SHORT =
            new Limits(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(700),
                    Duration.ofMillis(700),
                    1 << 16,
                    1 << 20);

    public final RudeServer server = new RudeServer();

    public FakeMlflow() {
        version("run-1", "m-1");
        location("mlflow-artifacts:/1/models/m-1/artifacts");
        server.on(
                "GET " + FILES,
                RudeServer.says(
                        "{\"files\":[{\"path\":\"MLmodel\"},{\"path\":\"model.onnx\"},{\"path\":\"input_example.json\"},{\"path\":\"requirements.txt\"}]}"));
        mlmodel("model.onnx");
        file("requirements.txt", "onnx==1.23.2\nnumpy>=2\n# a remark\n--index-url x\n");
        file("input_example.json", "[[1.5,2.5],[3.5,NULL]]".replace("NULL", "null"));
        server.on("GET " + FOLDER + "/model.onnx", RudeServer.bytes(Onnx.takesTwoColumns()));
        server.on(
                "GET " + API + "/runs/get",
                RudeServer.says(
                        "{\"run\":{\"data\":{\"metrics\":[{\"key\":\"accuracy\",\"value\":0.9},{\"key\":\"loss\",\"value\":\"NaN\"}]}}}"));
    }

    public FakeMlflow version(String run, String model) {
        var said =
                "{\"model_version\":{\"name\":\"wine\",\"version\":\"2\",\"run_id\":\""
                        + run
                        + "\",\"source\":\"models:/"
                        + model
                        + "\"}}";
        server.on("GET " + API + "/registered-models/alias", RudeServer.says(said));
        server.on("GET " + API + "/model-versions/get", RudeServer.says(said));
        return this;
    }

    public FakeMlflow location(String location) {
        server.on(
                "GET " + API + "/model-versions/get-download-uri",
                RudeServer.says("{\"artifact_uri\":\"" + location + "\"}"));
        return this;
    }

    /// @param data the file that the onnx flavor names
    public FakeMlflow mlmodel(String data) {
        return file(
                "MLmodel",
                """
                flavors:
                  onnx: {data: '%s', onnx_version: 1.23.2}
                  python_function: {python_version: 3.11.7}
                mlflow_version: 3.17.2
                saved_input_example_info: {artifact_path: input_example.json, type: ndarray}
                signature:
                  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 2]}}]'
                """
                        .formatted(data));
    }

    public FakeMlflow file(String name, String text) {
        server.on(
                "GET " + FOLDER + "/" + name,
                RudeServer.bytes(text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public Tracking tracking(Map<String, String> variables) {
        return must(Tracking.of(Optional.of(server.url()), "--mlflow-uri", variables));
    }

    public Registry registry() {
        return new Registry(tracking(Map.of()), PATIENT);
    }

    public static <T> T must(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem);
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
