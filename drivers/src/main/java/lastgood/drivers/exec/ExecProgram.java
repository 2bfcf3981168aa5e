package lastgood.drivers.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How a driver's program is started.
///
/// @param command the program and its arguments; no shell reads them
/// @param folder in which it stands
/// @param environment what it gets beside `PATH`, `HOME`, `TMPDIR`, `TZ` and the language; nothing else of ours is passed on
/// @param lookWithin how long it may take to say what is
/// @param moveWithin how long a restore may take
public record ExecProgram(
        List<String> command,
        Path folder,
        Map<String, String> environment,
        Duration lookWithin,
        Duration moveWithin) {
    public static final Duration LOOK_WITHIN = Duration.ofSeconds(30);
    public static final Duration MOVE_WITHIN = Duration.ofMinutes(5);

    public ExecProgram {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a program has a name");
        }
    }

    public static ExecProgram of(Path folder, String... command) {
        return new ExecProgram(List.of(command), folder, Map.of(), LOOK_WITHIN, MOVE_WITHIN);
    }
}
