package lastgood.gateway.running.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory a process has, as far as the system tells.
public final class Memory {
    private static final String RESIDENT = "VmRSS:";

    private Memory() {}

    /// Of a process and all it started.
    public static long ofTree(ProcessHandle process) {
        return resident(process.pid())
                + process.descendants().mapToLong(child -> resident(child.pid())).sum();
    }

    /// Bytes resident in memory; 0 where nobody knows.
    public static long resident(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException _) {
            return 0;
        }
    }
}
