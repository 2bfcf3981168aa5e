package lastgood.server.soak.flip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import lastgood.testing.Patience;

/// What a process asks of the system while somebody watches: files that it opens, connections that it makes, and what it
/// writes.
final class Trace implements AutoCloseable {
    private static final String VARIABLE = "LASTGOOD_ENV_STRACE";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern LINE = Pattern.compile("(\\d+)\\s+(\\d+\\.\\d+) (.*)");
    private static final String CALLS =
            "open,openat,creat,connect,write,writev,send,sendto,sendmsg";

    private final Process strace;
    private final Path log;

    /// @param thread as the system numbers them
    /// @param at seconds since the epoch
    record Call(long thread, double at, String text) {
        boolean opens() {
            return text.startsWith("open")
                    || text.startsWith("creat")
                    || text.startsWith("connect");
        }
    }

    private Trace(Process strace, Path log) {
        this.strace = strace;
        this.log = log;
    }

    /// Comes back once every thread of the process is watched.
    static Trace of(long pid, Path folder) throws IOException {
        var home =
                Optional.ofNullable(System.getenv(VARIABLE))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        VARIABLE + " is not set: run ./dev test"));
        var log = folder.resolve("trace.txt");
        var said = folder.resolve("strace.txt");
        var strace =
                new ProcessBuilder(
                                Path.of(home, "strace").toString(),
                                "-f",
                                "-ttt",
                                "-s",
                                "512",
                                "-e",
                                "trace=" + CALLS,
                                "-e",
                                "signal=none",
                                "-o",
                                log.toString(),
                                "-p",
                                Long.toString(pid))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        Patience.until(
                "the server is traced", SOON, () -> Files.readString(said).contains("attached"));
        return new Trace(strace, log);
    }

    /// The thread of a process that has this name, or as much of it as the system keeps.
    static long thread(long pid, String name) throws IOException {
        var tasks = Path.of("/proc", Long.toString(pid), "task");
        try (var all = Files.list(tasks)) {
            for (var task : all.toList()) {
                var kept = Files.readString(task.resolve("comm")).strip();
                if (kept.length() > 8 && name.startsWith(kept)) {
                    return Long.parseLong(String.valueOf(task.getFileName()));
                }
            }
        }
        throw new IllegalStateException("process " + pid + " has no thread " + name);
    }

    /// What was seen, once nobody watches any more.
    List<Call> end() throws IOException {
        close();
        try (var lines = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            return lines.map(LINE::matcher)
                    .filter(java.util.regex.Matcher::matches)
                    .map(m ->
                            new Call(
                                    Long.parseLong(m.group(1)),
                                    Double.parseDouble(m.group(2)),
                                    m.group(3)))
                    .toList();
        }
    }

    /// It lets go of the process before it ends.
    @Override
    public void close() {
        strace.destroy();
        try {
            if (!strace.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
                strace.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
