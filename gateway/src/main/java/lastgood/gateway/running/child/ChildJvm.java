package lastgood.gateway.running.child;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.gateway.running.program.Launch;

/// Another JVM that runs this very code, with a small heap, in a private folder, and with nothing of our environment but
/// what finds a program.
public final class ChildJvm {
    private static final String NATIVE = "onnxruntime.native.path";

    /// The archive of loaded classes that the product was built with; a start takes half as long with it.
    private static final String AOT = "lastgood.aot";

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
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-Xms8m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        // Standard output belongs to what it says to its parent.
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "-XX:-UsePerfData",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("crash.log"),
                        "-Djava.io.tmpdir=" + folder,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        if (life == Life.SHORT) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        archive().ifPresent(command::add);
        nativeLibrary().ifPresent(command::add);
        command.addAll(List.of("-cp", absoluteClassPath(), main.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(Launch.INHERITED);
        builder.directory(folder.toFile());
        return builder;
    }

    private static Optional<String> archive() {
        return Optional.ofNullable(System.getProperty(AOT))
                .filter(path -> Files.isReadable(Path.of(path)))
                .map(path -> "-XX:AOTCache=" + path);
    }

    /// Where the model runtime's library lies unpacked; otherwise each child unpacks its own.
    private static Optional<String> nativeLibrary() {
        return Optional.ofNullable(System.getProperty(NATIVE))
                .map(path -> "-D" + NATIVE + "=" + Path.of(path).toAbsolutePath());
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
