package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who reads what, as the management port tells it.
class StacksOverHttpTest {
    private static final String COMPONENT =
            """
            apiVersion: lastgood/v1
            kind: Component
            metadata: {name: wine-features, version: v1}
            spec: {kind: features, path: f.onnx}
            """;

    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void nothingIsSharedUntilSomethingIsApplied() {
        assertThat(world.get("/api/v1/components").body().toString()).isEqualTo("[]");
        var unknown = world.get("/api/v1/components/wine-features");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("code")).isEqualTo("LG-1104");
        assertThat(unknown.body().toString()).contains("no component was ever applied");
    }

    @Test
    void aComponentIsShownWithEveryReleaseThatReadsIt() {
        applied("v1");
        applied("v2");
        reading("v1", "[v1, v2]");

        var versions = world.get("/api/v1/components/wine-features").body();

        assertThat(versions).hasSize(2);
        for (var version : versions) {
            assertThat(version.get("readers")).hasSize(1);
            assertThat(version.get("readers").get(0).toString())
                    .contains("\"release\":\"r1\"", "\"uses\":\"v1\"", "[\"v1\",\"v2\"]");
        }
        assertThat(world.get("/api/v1/components").body()).isEqualTo(versions);
        assertThat(world.get("/api/v1/components/wine-featurs").body().toString())
                .contains("did you mean wine-features?");
    }

    @Test
    void theGraphHasWhatServesAndNotWhatLiesOnTheShelf() {
        applied("v1");
        reading("v1", "[v1]");
        world.applied(ControlWorld.SERVICE);

        assertThat(world.get("/api/v1/graph").body().get("reads")).isEmpty();

        world.started("r1");
        var graph = world.get("/api/v1/graph?service=wine").body();
        assertThat(graph.get("services").toString()).isEqualTo("[\"wine\"]");
        assertThat(graph.get("reads")).hasSize(1);
        assertThat(graph.get("reads").get(0).get("role").asString()).isEqualTo("live");
        assertThat(graph.get("components")).hasSize(1);

        var unknown = world.get("/api/v1/graph?service=vine");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("code")).isEqualTo("LG-1101");
    }

    private void applied(String version) {
        world.post(
                "/api/v1/apply",
                Map.of(
                        "path",
                        "component.yaml",
                        "text",
                        COMPONENT.replace("version: v1", "version: " + version),
                        "files",
                        Map.of("f.onnx", world.stored("features " + version))));
    }

    private void reading(String version, String accepts) {
        world.post(
                "/api/v1/releases",
                Map.of(
                        "path",
                        "release.yaml",
                        "text",
                        RELEASE.replace("VERSION", version).replace("ACCEPTED", accepts),
                        "files",
                        Map.of("model.onnx", world.stored("model one"))));
    }

    private static final String RELEASE =
            """
            apiVersion: lastgood/v1
            kind: Release
            metadata: {service: wine}
            spec:
              model: {path: model.onnx}
              features: {ref: wine-features@VERSION}
              preprocessing: none
              schema: infer
              runtime: {engine: onnxruntime}
              config: {}
              requires: [{wine-features: ACCEPTED}]
            """;
}
