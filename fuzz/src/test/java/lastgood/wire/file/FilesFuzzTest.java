package lastgood.wire.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import lastgood.core.problem.Outcome;

/// The YAML that people write: services, components, stacks, releases, schemas, ranges.
class FilesFuzzTest {

    @FuzzTest
    void aFileIsRefusedInWordsOrMeansTheSameUnderAComment(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        check(DeclarationFile::parse, text);
        check(ReleaseFile::parse, text);
        check(SchemaFile::parse, text);
        check(RangesFile::parse, text);
        assertThat(ModelMetadata.parse(text)).isNotNull();
    }

    private static <T> void check(BiFunction<String, String, Outcome<T>> reader, String text) {
        switch (reader.apply("file.yaml", text)) {
            case Outcome.Refused<T>(var problem) -> {
                assertThat(problem.what()).isNotBlank();
                assertThat(problem.toString()).contains("file.yaml");
            }
            case Outcome.Done<T>(var value) -> {
                if (!text.startsWith("\ufeff")) { // stands at the beginning or nowhere
                    assertThat(reader.apply("file.yaml", "# a file\n" + text))
                            .isEqualTo(Outcome.done(value));
                }
            }
        }
    }
}
