package lastgood.gateway.running.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lastgood.core.port.Workbench;
import lastgood.gateway.running.child.ChildJvm;
import lastgood.gateway.running.child.Memory;

/// One child process, from its start to its end, which comes in time or by force.
final class Child {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int SIGNALLED = 128;
    private static final String HEAP = "256m";
    private static final int STEPPED_BACK = 19;

    /// How it came to its end.
    sealed interface End {
        /// There is something to read.
        record Told() implements End {}

        /// @param isTooLate whether more time might have helped
        record Failed(String why, boolean isTooLate) implements End {}
    }

    private final Path folder;
    private final WorkbenchLimits limits;
    private final Workbench.Pace pace;

    Child(Path folder, WorkbenchLimits limits, Workbench.Pace pace) {
        this.folder = folder;
        this.limits = pace == Workbench.Pace.SPARE ? limits.spare() : limits;
        this.pace = pace;
    }

    End run() throws IOException {
        Files.deleteIfExists(folder.resolve(Letters.STARTED));
        var process = start();
        try {
            return watch(process);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new End.Failed("the wait for it was interrupted", false);
        } finally {
            kill(process);
        }
    }

    /// Its standard input stays open as long as this process lives: the child ends when it closes.
    private Process start() throws IOException {
        var builder =
                ChildJvm.builder(
                        WorkbenchMain.class,
                        ChildJvm.Life.SHORT,
                        folder,
                        HEAP,
                        pace == Workbench.Pace.SPARE ? STEPPED_BACK : 0,
                        List.of(folder.toString()));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private End watch(Process process) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (!process.waitFor(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
            long took = System.nanoTime() - began;
            boolean started = Files.exists(folder.resolve(Letters.STARTED));
            if (!started && took > limits.startWithin().toNanos()) {
                return new End.Failed(
                        "its process did not start within " + seconds(limits.startWithin()), true);
            }
            if (took > limits.endWithin().toNanos()) {
                return new End.Failed(
                        "it did not come to an end within " + seconds(limits.endWithin()), true);
            }
            if (Memory.ofTree(process.toHandle()) > limits.memoryBytes()) {
                return new End.Failed(
                        "it took more than " + (limits.memoryBytes() >> 20) + " MiB", false);
            }
        }
        int code = process.exitValue();
        boolean told = Files.exists(folder.resolve(Letters.FINDING));
        return code == 0 && told ? new End.Told() : new End.Failed(reason(code), false);
    }

    private static String reason(int code) {
        return code > SIGNALLED
                ? "it ended its process by signal "
                        + (code - SIGNALLED)
                        + (code == SIGNALLED + 6 ? " (abort)" : "")
                : "its process ended with code " + code;
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() / 1000.0 + " s";
    }
}
