package lastgood.wire.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file in `bad/` is refused, with every complaint about it, as the picture beside it shows.
class BadFilesTest {
    private static final Path BAD = Path.of("src/test/resources/bad");

    static Stream<String> badFiles() throws IOException {
        try (var files = Files.list(BAD)) {
            return files
                    .map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileIsRefusedWithAllThatIsWrongWithIt(String name) throws IOException {
        var problem = problem(name, Files.readString(BAD.resolve(name)));

        var picture = problem.code() + " " + problem.what() + "\n" + lines(problem.why());
        Golden.assertSame("bad/" + name.replace(".yaml", ".txt"), picture);
    }

    @Test
    void aFileThatOnlyAsksForLaterThingsIsNotCalledInvalid() throws IOException {
        var name = "release-of-a-later-version.yaml";

        assertThat(problem(name, Files.readString(BAD.resolve(name))).code())
                .isEqualTo(Code.NOT_IN_THIS_VERSION);
    }

    @Test
    void aFileThatIsWrongEverywhereIsNotToldToTheEnd() {
        var text = new StringBuilder("apiVersion: lastgood/v1\nkind: Release\n");
        for (int i = 0; i < 5000; i++) {
            text.append("key").append(i).append(": 1\n");
        }

        assertThat(problem("release.yaml", text.toString()).why())
                .hasSize(31)
                .last()
                .isEqualTo("and 4972 more");
    }

    @Test
    void aFileOfMegabytesIsRefusedBeforeItIsRead() {
        var text = "#".repeat((3 << 20) + 1);

        assertThat(problem("release.yaml", text).why())
                .containsExactly(
                        "release.yaml:1: found 3145729 characters; expected at most 3145728");
    }

    @Test
    void anOpenListOfAMillionBracketsEndsInAComplaintAndNotInAStackOverflow() {
        assertThat(problem("release.yaml", "[".repeat(1_000_000)).code())
                .isEqualTo(Code.INVALID_FILE);
    }

    private static Problem problem(String name, String text) {
        var outcome =
                switch (name.substring(0, name.indexOf('-') < 0 ? 7 : name.indexOf('-'))) {
                    case "release" -> ReleaseFile.parse(name, text);
                    case "schema" -> SchemaFile.parse(name, text);
                    case "ranges" -> RangesFile.parse(name, text);
                    default -> DeclarationFile.parse(name, text);
                };
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).problem();
    }

    private static String lines(List<String> lines) {
        return String.join("", lines.stream().map(line -> line + "\n").toList());
    }
}
