package lastgood.records.duck;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/// Runs one job in a child process, from its start to its end, which comes in time or by force.
public final class DuckProcess {
    private static final Logger LOG = LoggerFactory.getLogger(DuckProcess.class);
    private static final String HEAP = "-Xmx320m";
    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final Path NICE = Path.of("/usr/bin/nice");

    /// What a child may know of this process's environment: no secret is among it.
    private static final Set<String> INHERITED = Set.of("PATH", "LANG", "LC_ALL", "TZ");

    private final Path work;
    private final ObjectMapper mapper = new ObjectMapper();

    /// @param work a folder in which each job has one of its own; nobody else's: what an earlier process left there goes
    public DuckProcess(Path work) {
        this.work = work;
        try {
            if (Files.isDirectory(work)) {
                remove(work);
            }
        } catch (IOException e) {
            LOG.warn("what was left of jobs in {} cannot be deleted: {}", work, e.toString());
        }
    }

    /// The child gave no answer.
    public static final class EndedException extends IOException {
        private static final long serialVersionUID = 1;
        private final boolean late;

        EndedException(String why, boolean late) {
            super(why);
            this.late = late;
        }

        /// Whether it was ended because its time was over.
        public boolean isLate() {
            return late;
        }
    }

    /// @param nice by how much it steps back behind who answers predictions, 0 to 19
    public Job.Found run(Job job, Duration within, int nice) throws IOException {
        Files.createDirectories(work);
        var folder = Files.createTempDirectory(work, "job");
        try {
            mapper.writeValue(folder.resolve(Job.FILE).toFile(), job);
            end(start(folder, nice), within);
            return mapper.readValue(folder.resolve(Job.FOUND).toFile(), Job.Found.class);
        } catch (JacksonException e) {
            throw new IOException("what the process said cannot be read", e);
        } finally {
            remove(folder);
        }
    }

    private static Process start(Path folder, int nice) throws IOException {
        var command = new ArrayList<String>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", Integer.toString(nice)));
        }
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("crash.log"),
                        "-Djava.io.tmpdir=" + folder,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        DuckMain.class.getName(),
                        folder.toString()));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(INHERITED);
        builder.directory(folder.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(folder.resolve("error.log").toFile());
        return builder.start();
    }

    private static void end(Process process, Duration within) throws IOException {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new EndedException(
                        "it did not come to an end within " + within.toSeconds() + " s", true);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new EndedException("the wait for it was interrupted", false);
        } finally {
            process.destroyForcibly();
            awaitEnd(process);
        }
        if (process.isAlive() || process.exitValue() != 0) {
            throw new EndedException(
                    process.isAlive()
                            ? "its process does not end"
                            : "its process ended with code " + process.exitValue(),
                    false);
        }
    }

    /// One that hangs in the disk ends when that answers; nobody waits for it.
    private static void awaitEnd(Process process) {
        try {
            process.onExit().get(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // it is left to the system
        }
    }

    /// The child stands in another folder.
    private static String classPath() {
        var separator = System.getProperty("path.separator");
        return Arrays.stream(System.getProperty("java.class.path").split(separator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(separator));
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes seen)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @org.jspecify.annotations.Nullable IOException e)
                            throws IOException {
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
