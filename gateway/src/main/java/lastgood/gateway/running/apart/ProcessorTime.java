package lastgood.gateway.running.apart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// How long some threads of a process have had a core, as Linux tells it: the first number of
/// `/proc/PID/task/TID/schedstat`, nanoseconds.
///
/// A process that has stepped back waits for a core where others work, at times for longer than it works itself. Only this
/// tells the two apart.
public final class ProcessorTime {
    /// Of a process that is not there, or is not ours.
    public static final ProcessorTime UNKNOWN = new ProcessorTime(List.of());

    private final List<Path> threads;

    private ProcessorTime(List<Path> threads) {
        this.threads = List.copyOf(threads);
    }

    /// Of the threads that have this name now.
    ///
    /// @param name at most 15 characters, which is what the system keeps
    static ProcessorTime of(long pid, String name) {
        var found = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (var thread : all) {
                if (Files.readString(thread.resolve("comm")).strip().equals(name)) {
                    found.add(thread.resolve("schedstat"));
                }
            }
        } catch (IOException _) {
            found.clear(); // the process has ended, or this is no Linux
        }
        return new ProcessorTime(found);
    }

    /// All of them together, since they began; empty: nobody knows.
    public OptionalLong nanos() {
        long all = 0;
        try {
            for (var thread : threads) {
                var words = Files.readString(thread);
                all += Long.parseLong(words.substring(0, words.indexOf(' ')));
            }
        } catch (IOException | RuntimeException _) {
            return OptionalLong.empty();
        }
        return threads.isEmpty() ? OptionalLong.empty() : OptionalLong.of(all);
    }
}
