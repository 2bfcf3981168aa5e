package lastgood.wire.file;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever somebody types, a reader answers with a value or a complaint, never with an exception.
class MutatedFilesTest {
    private static final int ROUNDS = 3000;
    private static final String SPICE = "{}[]:,-&*!|>'\"%@#\n\t \u0000\u0007é€?~.0123456789axz";

    @Test
    void noMutationOfAFileMakesAReaderThrow() throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var files = files();
        for (int round = 0; round < ROUNDS; round++) {
            var text = mutate(files.get(random.nextInt(files.size())), random);
            assertThatCode(() -> readAll(text))
                    .as("seed " + seed + ", round " + round + ":\n" + text)
                    .doesNotThrowAnyException();
        }
    }

    private static void readAll(String text) {
        ReleaseFile.parse("release.yaml", text);
        DeclarationFile.parse("service.yaml", text);
        SchemaFile.parse("schema.yaml", text);
        RangesFile.parse("ranges.yaml", text);
    }

    private static String mutate(String text, Random random) {
        var mutated = new StringBuilder(text);
        for (int i = 1 + random.nextInt(6); i > 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            int to = Math.min(mutated.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> mutated.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 1 -> mutated.delete(at, to);
                case 2 ->
                        mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, to));
                default -> mutated.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
            }
        }
        return mutated.toString();
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> good = Files.walk(Path.of("../examples"));
                Stream<Path> bad = Files.list(Path.of("src/test/resources/bad"))) {
            var paths =
                    Stream.concat(good, bad)
                            .filter(f -> f.toString().endsWith(".yaml"))
                            .sorted()
                            .toList();
            var texts = new java.util.ArrayList<String>();
            for (var path : paths) {
                texts.add(Files.readString(path, StandardCharsets.UTF_8));
            }
            return texts;
        }
    }
}
