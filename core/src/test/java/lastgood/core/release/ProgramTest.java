package lastgood.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    private static final Blob FILE = new Blob("any", Digest.of(new byte[] {1}), 1);

    @Test
    void aCommandIsSplitAtSpacesThatAreNotQuoted() {
        assertThat(Program.words("  python3 -c 'a  \"b\"' \"it's\" x'y z' \"\" "))
                .containsExactly("python3", "-c", "a  \"b\"", "it's", "xy z", "");
    }

    @Test
    void aQuoteThatDoesNotEndMakesNoCommand() {
        assertThat(Program.words("python3 'server.py")).isEmpty();
        assertThat(Program.words("   ")).isEmpty();
    }

    /// A release from elsewhere writes nothing outside its folder.
    @ParameterizedTest
    @ValueSource(
            strings = {"", "/etc/passwd", "../server.py", "a/../../b", "a//b", ".", "a\\b", "c:d"})
    void aFileThatLeavesTheFolderIsRefused(String path) {
        assertThatThrownBy(() -> new Program.Entry(path, FILE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> program(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatAFileWasCalledElsewhereMakesNoOtherProgram() {
        var other = new Blob("other", FILE.digest(), FILE.size());

        assertThat(new Program.Entry("server.py", other))
                .isEqualTo(new Program.Entry("server.py", FILE));
    }

    private static Program program(String modelFile) {
        return new Program(
                "serve {port}", "m", modelFile, List.of(), new TreeMap<>(), Duration.ofSeconds(1));
    }
}
