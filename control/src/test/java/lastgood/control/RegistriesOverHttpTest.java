package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lastgood.core.port.MemoryRegistry;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Releases that leave for a registry and arrive at another server.
class RegistriesOverHttpTest {
    private static final String PLACE = "registry.example.org/models/wine:r1";
    private static final String R1 = "/api/v1/services/wine/releases/r1";
    private static final String COMPONENT =
            """
            apiVersion: lastgood/v1
            kind: Component
            metadata: {name: wine-features, version: v1}
            spec: {kind: features, path: f.onnx}
            """;

    private final MemoryRegistry.Kept registries = new MemoryRegistry.Kept();
    private final ControlWorld here = new ControlWorld(registries, false);
    private final ControlWorld there = new ControlWorld(registries, true);

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void aReleaseThatWasPushedHereIsTheSameReleaseThere() {
        here.createdWithRows("lr-1", "model one");
        var pushed = here.post(R1 + "/pushes", Map.of("to", PLACE));
        assertThat(pushed.status()).as(pushed.toString()).isEqualTo(200);

        var pulled = there.post("/api/v1/pulls", Map.of("from", pushed.text("pinned")));

        assertThat(pulled.status()).as(pulled.toString()).isEqualTo(200);
        var release = there.get(R1).body();
        var original = here.get(R1).body();
        assertThat(release.get("digest")).isEqualTo(original.get("digest"));
        assertThat(release.get("label")).isEqualTo(original.get("label"));
        assertThat(release.get("parts")).isEqualTo(original.get("parts"));
        assertThat(release.get("evidence")).isEqualTo(original.get("evidence"));
        assertThat(release.get("annotations").get("lastgood.from").asString())
                .isEqualTo(pushed.text("pinned"));
        assertThat(there.workbench.tried()).as("it was tried there").hasSize(1);
    }

    @Test
    void aReleaseThatIsKnownKeepsItsNumberAndOthersGetTheNext() {
        here.created("lr-1", "model one");
        here.created("lr-2", "model two");
        there.created("lr-2", "model two");
        for (int i = 1; i <= 2; i++) {
            here.post(
                    "/api/v1/services/wine/releases/r" + i + "/pushes",
                    Map.of("to", "registry.example.org/models/wine:r" + i));
        }

        var known = pull("registry.example.org/models/wine:r2");
        var other = pull("registry.example.org/models/wine:r1");

        assertThat(known.body().get("release").get("release").asString()).isEqualTo("r1");
        assertThat(known.body().get("release").get("created").asBoolean()).isFalse();
        assertThat(other.body().get("release").get("release").asString()).isEqualTo("r2");
        assertThat(other.body().get("release").get("created").asBoolean()).isTrue();
    }

    @Test
    void aReleaseBringsTheComponentItUses() {
        withComponent(here, "features");
        here.post(R1 + "/pushes", Map.of("to", PLACE));

        assertThat(pull(PLACE).status()).isEqualTo(200);

        var components = there.get("/api/v1/components").body();
        assertThat(components).hasSize(1);
        assertThat(components.get(0).get("component").asString()).isEqualTo("wine-features");
        assertThat(components.get(0).get("digest"))
                .isEqualTo(here.get("/api/v1/components").body().get(0).get("digest"));
    }

    @Test
    void aComponentThatHasOtherBytesThereIsNotReplaced() {
        withComponent(here, "features");
        withComponent(there, "other features");
        here.post(R1 + "/pushes", Map.of("to", PLACE));

        var refused = pull(PLACE);

        assertThat(refused.text("code")).isEqualTo(Code.COMPONENT_EXISTS.id());
        assertThat(there.get("/api/v1/services/wine/releases").body()).hasSize(1);
    }

    @Test
    void aReleaseThatFailsItsTrialLeavesTheWorldAsItWas() {
        withComponent(here, "features");
        here.post(R1 + "/pushes", Map.of("to", PLACE));
        there.workbench.trying(
                Outcome.refused(Problem.of(Code.INVALID_RELEASE, "golden row 1: 0 instead of 1")));

        var refused = pull(PLACE);

        assertThat(refused.text("code")).isEqualTo(Code.INVALID_RELEASE.id());
        assertThat(there.get("/api/v1/services").body()).isEmpty();
        assertThat(there.get("/api/v1/components").body()).isEmpty();
    }

    @Test
    void aReleaseWhoseGraphsDoNotFitItsSchemaIsRefused() {
        here.created("lr-1", "model one");
        here.post(R1 + "/pushes", Map.of("to", PLACE));
        var none = new lastgood.core.release.Schema(java.util.List.of(), java.util.List.of());
        there.workbench.inspecting(
                Outcome.done(new Workbench.Signature(none, java.util.List.of())));

        assertThat(pull(PLACE).text("code")).isEqualTo(Code.INVALID_RELEASE.id());
        assertThat(there.get("/api/v1/services").body()).isEmpty();
    }

    @Test
    void aReleaseMayBecomeOneOfAnotherService() {
        here.created("lr-1", "model one");
        here.post(R1 + "/pushes", Map.of("to", PLACE));

        var pulled = there.post("/api/v1/pulls", Map.of("from", PLACE, "service", "champagne"));

        assertThat(pulled.body().get("release").get("service").asString()).isEqualTo("champagne");
        assertThat(there.get("/api/v1/services/champagne/releases").body()).hasSize(1);
    }

    @Test
    void aCopyCanBePulledAsWell() {
        here.created("lr-1", "model one");
        here.post(R1 + "/pushes", Map.of("to", PLACE));
        var copied =
                here.post(
                        "/api/v1/copies",
                        Map.of("from", PLACE, "to", "safe.example.org/wine:good"));

        assertThat(copied.status()).isEqualTo(200);
        assertThat(pull(copied.text("pinned")).status()).isEqualTo(200);
    }

    @Test
    void whatIsNoReferenceIsRefused() {
        here.created("lr-1", "model one");
        for (var to : new String[] {"wine:r1", PLACE + "@sha256:" + "0".repeat(64), ""}) {
            assertThat(here.post(R1 + "/pushes", Map.of("to", to)).text("code"))
                    .isEqualTo(Code.WRONG_USAGE.id());
        }
        assertThat(pull("wine:r1").text("code")).isEqualTo(Code.WRONG_USAGE.id());
        assertThat(pull(PLACE).text("code")).isEqualTo(Code.NOT_IN_REGISTRY.id());
        assertThat(
                        there.post("/api/v1/pulls", Map.of("from", PLACE, "service", "No Name"))
                                .text("code"))
                .isEqualTo(Code.INVALID_NAME.id());
    }

    private ControlWorld.Answer pull(String from) {
        return there.post("/api/v1/pulls", Map.of("from", from));
    }

    private static void withComponent(ControlWorld world, String bytes) {
        world.post(
                "/api/v1/apply",
                Map.of(
                        "path",
                        "c.yaml",
                        "text",
                        COMPONENT,
                        "files",
                        Map.of("f.onnx", world.stored(bytes))));
        var made =
                world.created(
                        ControlWorld.RELEASE
                                .formatted("lr-1")
                                .replace("features: none", "features: {ref: wine-features@v1}"),
                        Map.of("model.onnx", "model one"));
        assertThat(made.status()).as(made.toString()).isEqualTo(200);
    }
}
