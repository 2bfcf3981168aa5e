package lastgood.server.soak.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process holds, as the kernel counts it. Minus one where it cannot be known.
///
/// @param memory resident, in MiB
/// @param descriptors open files and sockets
public record Vitals(long memory, long threads, long descriptors) {

    public static Vitals of(long pid) {
        var process = Path.of("/proc", String.valueOf(pid));
        return new Vitals(
                number(process, "VmRSS:") / 1024,
                number(process, "Threads:"),
                descriptors(process.resolve("fd")));
    }

    @Override
    public String toString() {
        return "%d MiB resident, %d threads, %d descriptors"
                .formatted(memory, threads, descriptors);
    }

    private static long number(Path process, String name) {
        try (var lines = Files.lines(process.resolve("status"))) {
            return lines.filter(l -> l.startsWith(name))
                    .map(l -> l.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    private static long descriptors(Path folder) {
        try (var all = Files.list(folder)) {
            return all.count();
        } catch (IOException e) {
            return -1;
        }
    }
}
