package lastgood.drivers.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Programs in Python 3, as somebody who writes a driver would have them.
final class Python {
    static final Path POINTER =
            Path.of("..", "examples", "exec-driver", "pointer.py").toAbsolutePath().normalize();
    private static final String INTERPRETER = interpreter();
    private static final Duration PATIENT = Duration.ofMinutes(1);

    private Python() {}

    static ExecProgram file(Path folder, Path file, String... arguments) {
        return program(folder, PATIENT, words(List.of(file.toString()), arguments));
    }

    /// A program that is given as its text.
    static ExecProgram text(Path folder, Duration within, String text, String... arguments) {
        return program(folder, within, words(List.of("-c", text), arguments));
    }

    static ExecProgram text(Path folder, String text, String... arguments) {
        return text(folder, PATIENT, text, arguments);
    }

    private static ExecProgram program(Path folder, Duration within, List<String> arguments) {
        var command = new ArrayList<>(List.of(INTERPRETER));
        command.addAll(arguments);
        return new ExecProgram(command, folder, Map.of("DECLARED", "yes"), within, within);
    }

    private static List<String> words(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    /// The interpreter itself, not the script that many machines start it by.
    private static String interpreter() {
        try {
            var process =
                    new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (var out = process.getInputStream()) {
                return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            throw new IllegalStateException("these tests need python3", e);
        }
    }
}
