package lastgood.mlflow.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.FakeMlflow;
import lastgood.mlflow.Json;
import lastgood.mlflow.ModelRef;
import lastgood.testing.RudeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a release file says when only Python can load the model.
class PythonModelTest {
    private static final String COLUMNS =
            "[{\"type\":\"double\",\"name\":\"a\"},{\"type\":\"double\",\"name\":\"b\"}]";
    private static final String ANSWER =
            "[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"int64\",\"shape\":[-1]}}]";

    @TempDir private Path folder;
    private final FakeMlflow mlflow = new FakeMlflow();

    @BeforeEach
    void aModelOfPython() {
        signature(COLUMNS, ANSWER);
        listed(
                "{\"path\":\"MLmodel\",\"file_size\":9}",
                "{\"path\":\"model.pkl\",\"file_size\":4}",
                "{\"path\":\"requirements.txt\",\"file_size\":99}",
                "{\"path\":\"input_example.json\",\"file_size\":99}");
        mlflow.file("model.pkl", "pickled");
    }

    @AfterEach
    void close() {
        mlflow.close();
    }

    @Test
    void theWholeFolderAndAProgramTravelWithIt() throws IOException {
        var imported = FakeMlflow.must(read());

        var spec = json(imported.text()).path("spec");
        assertThat(spec.at("/model/path").stringValue()).isEqualTo("mlflow/logged/model.pkl");
        assertThat(spec.at("/runtime/engine").stringValue()).isEqualTo("command");
        assertThat(spec.at("/runtime/command").stringValue())
                .contains("{port}", "--place 'model.pkl'", "--folder '{folder}/mlflow/logged'");
        assertThat(spec.at("/runtime/files").valueStream().map(JsonNode::stringValue))
                .containsExactly(
                        "mlflow/logged/MLmodel",
                        "mlflow/logged/input_example.json",
                        "mlflow/logged/requirements.txt",
                        "mlflow/logged/schema.yaml",
                        "serve_mlflow.py");
        assertThat(imported.files().get("mlflow/logged/model.pkl")).hasContent("pickled");
        assertThat(Files.readString(imported.files().get("serve_mlflow.py")))
                .contains("mlflow.pyfunc.load_model");
        assertThat(json(Files.readString(imported.files().get("mlflow/schema.yaml"))).toString())
                .isEqualTo(
                        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[-1,2],\"columns\":[{\"name\":\"a\"},{\"name\":\"b\"}]}],\"outputs\":[{\"name\":\"output\",\"datatype\":\"INT64\",\"shape\":[-1]}]}");
        assertThat(imported.notes().toString()).contains("python3", "no ONNX model");
    }

    @Test
    void columnsOfSeveralTypesAreATensorEach() throws IOException {
        signature(
                "[{\"type\":\"double\",\"name\":\"age\"},{\"type\":\"string\",\"name\":\"city\"}]",
                "[{\"type\":\"boolean\",\"name\":\"pays\"}]");

        var schema = FakeMlflow.must(read()).files().get("mlflow/schema.yaml");

        assertThat(json(Files.readString(schema)).toString())
                .isEqualTo(
                        "{\"inputs\":[{\"name\":\"age\",\"datatype\":\"FP64\",\"shape\":[-1]},{\"name\":\"city\",\"datatype\":\"BYTES\",\"shape\":[-1]}],\"outputs\":[{\"name\":\"pays\",\"datatype\":\"BOOL\",\"shape\":[-1]}]}");
    }

    @Test
    void aSignatureWithoutOutputsIsRefused() {
        mlflow.file(
                "MLmodel",
                "flavors: {python_function: {model_path: model.pkl}}\nsignature: {inputs: '"
                        + COLUMNS
                        + "'}\n");

        assertThat(refused().why().toString()).contains("its outputs are not said");
        assertThat(refused().toString()).contains("infer_signature");
    }

    @Test
    void whereTheFlavorNamesAFolderTheLargestFileIsTheModel() {
        mlflow.file(
                "MLmodel",
                "flavors: {python_function: {data: data}}\nsignature: {inputs: '"
                        + COLUMNS
                        + "', outputs: '"
                        + ANSWER
                        + "'}\n");
        listed(
                "{\"path\":\"MLmodel\",\"file_size\":900}",
                "{\"path\":\"small.bin\",\"file_size\":3}",
                "{\"path\":\"large.bin\",\"file_size\":5}");
        mlflow.file("small.bin", "one");
        mlflow.file("large.bin", "other");

        assertThat(json(FakeMlflow.must(read()).text()).at("/spec/model/path").stringValue())
                .isEqualTo("mlflow/logged/large.bin");
    }

    @Test
    void foldersWithoutEndAreRefused() {
        listed("{\"path\":\"MLmodel\",\"file_size\":9}", "{\"path\":\"deeper\",\"is_dir\":true}");

        assertThat(refused().why().toString()).contains("more than 8 deep");
    }

    @Test
    void aNameThatLeadsOutIsRefusedAndNothingIsAskedThere() {
        listed(
                "{\"path\":\"MLmodel\",\"file_size\":9}",
                "{\"path\":\"../../secret\",\"file_size\":9}");

        assertThat(refused().why().toString()).contains("outside the model's folder");
    }

    @Test
    void aModelThatNothingHereCanLoadIsRefusedWithWhatItHas() {
        mlflow.file("MLmodel", "flavors: {crate: {data: x}, mleap: {}}\n");

        assertThat(refused().toString()).contains("neither the onnx nor", "crate, mleap");
    }

    private void listed(String... entries) {
        mlflow.server.on(
                "GET " + FakeMlflow.FILES,
                RudeServer.says("{\"files\":[" + String.join(",", entries) + "]}"));
    }

    private void signature(String inputs, String outputs) {
        mlflow.file(
                "MLmodel",
                """
                flavors:
                  python_function: {model_path: model.pkl, loader_module: mlflow.sklearn}
                  sklearn: {pickled_model: model.pkl}
                signature:
                  inputs: '%s'
                  outputs: '%s'
                """
                        .formatted(inputs, outputs));
    }

    private Outcome<Imported> read() {
        try (var registry = mlflow.registry()) {
            return new Import(registry, folder)
                    .of(
                            new ModelRef.OfVersion("wine", "2"),
                            new Wish(Optional.of("cellar"), Optional.empty(), Optional.empty()));
        }
    }

    private Problem refused() {
        return switch (read()) {
            case Outcome.Refused<Imported>(var problem) -> problem;
            case Outcome.Done<Imported>(var imported) -> throw new AssertionError(imported.text());
        };
    }

    private static JsonNode json(String text) {
        return Json.MAPPER.readTree(text);
    }
}
