package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What could not work is said when it is declared, or before it starts.
class MisfitsOverHttpTest {
    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aFileThatIsAllowedAndMayNotBeMeantIsTakenWithAWarning() {
        var once = ControlWorld.SERVICE.replace("[20%, 100%]", "[100%]");
        assertThat(warnings(once))
                .contains("the only step is 100%")
                .contains(
                        "http.error_rate <= baseline + 0.5%, quality.error_rate <= baseline + 3%");
        var short_ = ControlWorld.SERVICE.replace("bake: 1h", "bake: 1h, maxDuration: 1h");
        assertThat(warnings(short_)).contains("make maxDuration longer");
        assertThat(warnings(short_.replace("maxDuration: 1h", "maxDuration: 2h"))).isEqualTo("[]");
        assertThat(warnings(once.replaceAll("baseline.*", "5%"))).isEqualTo("[]");
    }

    @Test
    void aGuardThatCanNeverTripAndOneThatIsIdleAreNamed() {
        var odd =
                ControlWorld.SERVICE
                        + "    - http.error_rate <= baseline * 300\n"
                        + "    - quality.error_rate <= baseline + 10%\n";

        assertThat(warnings(odd))
                .contains("'http.error_rate <= baseline * 300' can never trip")
                .contains("'quality.error_rate <= baseline + 10%' is idle");
    }

    private String warnings(String file) {
        var answer =
                world.post(
                        "/api/v1/apply",
                        Map.of("path", "service.yaml", "text", file, "files", Map.of()));
        return answer.body().get(0).get("warnings").toString();
    }

    @Test
    void aReleaseWithoutTheAnswerThatItsServiceNamesIsNotStarted() {
        world.applied(
                ControlWorld.SERVICE.replace(
                        "  rollout:", "  answer: {output: lable}\n  rollout:"));
        world.created("lr-1", "model one");

        var answer = world.started("r1");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("code")).isEqualTo("LG-1216");
        assertThat(answer.body().toString()).contains("did you mean answer: {output: label}?");
        assertThat(world.status().text("state")).isEqualTo("empty");
    }

    @Test
    void aReleaseThatRequiresAComponentNobodyAppliedIsNotMade() {
        world.post(
                "/api/v1/apply",
                Map.of(
                        "path",
                        "component.yaml",
                        "text",
                        COMPONENT,
                        "files",
                        Map.of("f.onnx", world.stored("f"))));

        var unknown = requiring("wine-featurs: [v1]");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("code")).isEqualTo("LG-1104");
        assertThat(unknown.body().toString()).contains("did you mean wine-features?");
        assertThat(requiring("price-list: [v1]").body().toString())
                .contains("components there are: wine-features@v1");

        var version = requiring("wine-features: [v1, v7]");
        assertThat(version.status()).isEqualTo(200);
        assertThat(version.body().get("warnings").toString())
                .contains("requires wine-features v7, which nobody has applied");
    }

    private static final String COMPONENT =
            """
            apiVersion: lastgood/v1
            kind: Component
            metadata: {name: wine-features, version: v1}
            spec: {kind: features, path: f.onnx}
            """;

    private ControlWorld.Answer requiring(String requires) {
        return world.created(
                ControlWorld.RELEASE.formatted("lr") + "  requires:\n    - " + requires + "\n",
                Map.of("model.onnx", "model"));
    }
}
