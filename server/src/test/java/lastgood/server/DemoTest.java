package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lastgood.testing.Examples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo tells what happens, not what was expected: another model in r2's place, and it is another story.
class DemoTest {
    @TempDir private Path folder;

    @BeforeEach
    void filesOfTheTumourExample() throws IOException {
        Examples.copy("tumour", folder);
    }

    @Test
    void theBadModelIsCaughtAndTheStoryEndsWellWithItsFigures() {
        var told = play(folder);

        assertThat(told.exit()).as(told.text()).isZero();
        assertThat(told.text())
                .contains("r1 offline: 96.8 % right", "r2 offline: 96.8 % right")
                .contains("r2 was taken back; traffic is on r1.")
                .contains("r1 96.8 % right, r2 as it was shipped 37.2 % right")
                .containsPattern(
                        "(each|\\d\\s+of\\s+them)\\s+by\\s+a\\s+factor\\s+of\\s+about\\s+10\\s+\\(")
                .contains("accuracy 72.6 % instead of 96.8 %")
                .contains(
                        "The nightly job's link leads to v2.",
                        "The nightly job's link leads to v1.")
                .contains("stays on r1: accepts tumour-features [v1, v2]")
                .contains("already back on r1 since")
                .contains(", 0 failed")
                .contains("✔ Proven here: ");
    }

    @Test
    void aGoodModelInItsPlaceIsPromotedAndNothingOfTheTripIsTold() throws IOException {
        var release = folder.resolve("r2.release.yaml");
        Files.writeString(
                release,
                Files.readString(release)
                        .replace("model-v2.onnx", "model-good.onnx")
                        .replace("ranges-v2.yaml", "ranges-v1.yaml"));

        var told = play(folder);

        assertThat(told.exit()).as(told.text()).isZero();
        assertThat(told.text())
                .contains("r2 passed every guard and is live.")
                .contains("link went back to r2 together", "The nightly job's link leads to v1.")
                .doesNotContain("was taken back", "INC-1", "37.2 %");
    }

    private static Told play(Path files) {
        return Told.by(
                Map.of("USER", "demo"), files, "demo", "--fast", "--files", files.toString());
    }
}
