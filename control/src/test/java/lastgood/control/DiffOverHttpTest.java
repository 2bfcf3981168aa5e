package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What two releases differ in, over the management port.
class DiffOverHttpTest {
    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theOpsetsOfTwoModelsAreReadFromTheirFiles() {
        world.applied();
        var digest = world.created("v1", onnx(17)).text("digest");
        world.created("v2", onnx(21));

        var diff = world.get("/api/v1/services/wine/diff?from=r1&to=r2").body();

        assertThat(diff.get("changes").toString())
                .contains(
                        "{\"part\":\"model\",\"key\":\"opset\",\"from\":\"ai.onnx 17\",\"to\":\"ai.onnx 21\"}")
                .doesNotContain("\"ir\"");
        assertThat(world.get("/api/v1/services/wine/releases/r1").text("digest"))
                .as("nothing of it is part of a release")
                .isEqualTo(digest);
    }

    /// IR version 8, and operators of this version; two fields of `ModelProto`.
    private static String onnx(int opset) {
        return new String(new char[] {1 << 3, 8, (8 << 3) | 2, 2, 2 << 3, (char) opset});
    }
}
