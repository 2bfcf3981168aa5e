package lastgood.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A Java process of its own, for what cannot be tried inside this one.
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        out = process.inputReader();
    }

    /// Runs a class's `main`. What it says on its standard error goes to ours.
    static Child run(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /// The same, where no file may grow larger than so many blocks of 512 bytes: the system refuses the write.
    static Child runWithFilesOfAtMost(int blocks, Class<?> main, String... arguments)
            throws IOException {
        var limited = "ulimit -f " + blocks + "; exec \"$@\"";
        return start(List.of("sh", "-c", limited, "sh"), main, arguments);
    }

    /// Its next line; empty once it has ended.
    Optional<String> line() throws IOException {
        return Optional.ofNullable(out.readLine());
    }

    /// All that it still has to say.
    List<String> lines() {
        return out.lines().toList();
    }

    /// Ends it as `kill -9` does: nothing of it runs any more. What it had said can still be read.
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    int end() throws InterruptedException {
        return process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
    }

    private static Child start(List<String> before, Class<?> main, String... arguments)
            throws IOException {
        var classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<>(before);
        command.addAll(
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "-cp",
                        classPath,
                        main.getName()));
        command.addAll(Stream.of(arguments).toList());
        return new Child(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }
}
