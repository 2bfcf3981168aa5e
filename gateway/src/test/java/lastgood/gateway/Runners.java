package lastgood.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lastgood.testing.Patience;

/// The processes of runners, as the system shows them.
final class Runners {
    private Runners() {}

    /// The child processes of this one that have loaded a release: each listens at a socket in a folder of its own.
    static List<ProcessHandle> loaded() {
        return ProcessHandle.current()
                .children()
                .filter(process -> hasSocket(process.pid()))
                .toList();
    }

    /// Stops a process where it stands, and comes back once it does.
    static void stop(ProcessHandle process) throws Exception {
        var pid = Long.toString(process.pid());
        if (new ProcessBuilder("kill", "-STOP", pid).start().waitFor() != 0) {
            throw new AssertionError("no signal could be sent to " + pid);
        }
        var stat = Path.of("/proc", pid, "stat");
        Patience.until(
                pid + " stands still", () -> Files.readString(stat).matches("(?s).*\\) T .*"));
    }

    private static boolean hasSocket(long pid) {
        try {
            return Files.exists(
                    Path.of("/proc", Long.toString(pid), "cwd").toRealPath().resolve("s"));
        } catch (IOException _) {
            return false; // it has ended
        }
    }
}
