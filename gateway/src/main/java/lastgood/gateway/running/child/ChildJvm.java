package lastgood.gateway.running.child;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lastgood.gateway.running.program.Launch;

/// Another JVM that runs this very code, with a small heap, in a private folder, and with nothing of our environment but
/// what finds a program.
public final class ChildJvm {
    /// Names the file of options that a child of the product is started with: its jars, an archive of the few classes that
    /// a child needs, with which a start takes half as long, and where native libraries lie unpacked.
    public static final String OPTIONS = "lastgood.options";

    /// Takes another program's place after it has stepped back, so the process keeps its number.
    private static final Path NICE = Path.of("/usr/bin/nice");

    private ChildJvm() {}

    /// How long a child lives. In a short life the optimizing compiler takes more time than it saves.
    public enum Life {
        SHORT,
        LONG
    }

    /// What starts it; where its output goes is the caller's to say.
    ///
    /// @param heap as in `-Xmx`
    /// @param niceness 0: as this process
    public static ProcessBuilder builder(
            Class<?> main,
            Life life,
            Path folder,
            String heap,
            int niceness,
            List<String> arguments) {
        var command = new ArrayList<String>();
        if (niceness > 0 && Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", Integer.toString(niceness)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(
                List.of(
                        "-Xmx" + heap,
                        "-Xms8m",
                        // Whoever asks a child is told that its memory does not suffice.
                        "-XX:-ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("crash.log"),
                        "-Djava.io.tmpdir=" + folder));
        if (life == Life.SHORT) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.add(main.getName());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(Launch.INHERITED);
        builder.directory(folder.toFile());
        return builder;
    }

    /// As the product is started; else as this process can be without it, or once that is no longer there.
    private static List<String> options() {
        var file = System.getProperty(OPTIONS);
        if (file != null && Files.isReadable(Path.of(file))) {
            return List.of("@" + Path.of(file).toAbsolutePath());
        }
        return List.of(
                "-cp",
                absoluteClassPath(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                // Standard output belongs to what it says to its parent.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /// The child stands in another folder.
    private static String absoluteClassPath() {
        return String.join(
                System.getProperty("path.separator"),
                List.of(
                                System.getProperty("java.class.path")
                                        .split(System.getProperty("path.separator")))
                        .stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
