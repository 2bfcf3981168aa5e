package lastgood.drivers.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One run of a program, from its start to its end, which comes in time or by force.
final class Run {
    /// A thousand times what an answer needs.
    static final int MOST_OUT = 64 * 1024;

    private static final int LAST_WORDS = 2000;
    private static final int SIGNALLED = 128;
    private static final List<String> PASSED_ON =
            List.of("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL");

    private final Process process;
    private final CompletableFuture<byte[]> out = new CompletableFuture<>();
    private final CompletableFuture<byte[]> err = new CompletableFuture<>();

    private Run(Process process) {
        this.process = process;
    }

    static Ended of(ExecProgram program, byte[] line, Duration within) {
        Process process;
        try {
            process = start(program);
        } catch (IOException e) {
            return new Ended.NotStarted(String.valueOf(e.getMessage()));
        }
        var run = new Run(process);
        try {
            return run.toItsEnd(line, within);
        } finally {
            run.kill();
        }
    }

    private static Process start(ExecProgram program) throws IOException {
        var builder = new ProcessBuilder(program.command()).directory(program.folder().toFile());
        var environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.putAll(program.environment());
        return builder.start();
    }

    private Ended toItsEnd(byte[] line, Duration within) {
        listen(out, () -> process.getInputStream().readNBytes(MOST_OUT + 1));
        listen(err, () -> last(process.getErrorStream()));
        tell(line);
        try {
            long until = System.nanoTime() + within.toNanos();
            var all = out.get(within.toNanos(), TimeUnit.NANOSECONDS);
            if (all.length > MOST_OUT) {
                return badly("it wrote more than " + MOST_OUT + " bytes to standard output");
            }
            if (!process.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return late(within);
            }
            int code = process.exitValue();
            return code == 0
                    ? new Ended.Well(new String(all, StandardCharsets.UTF_8))
                    : badly(reason(code));
        } catch (TimeoutException _) {
            return late(within);
        } catch (ExecutionException e) {
            return badly("its output could not be read: " + e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return badly("the wait for it was interrupted, and it was killed");
        }
    }

    /// A program that does not want to hear it says so by its answer, or by having none.
    private void tell(byte[] line) {
        try (var in = process.getOutputStream()) {
            in.write(line);
        } catch (IOException _) {
            // It ended, or closed its input.
        }
    }

    private Ended late(Duration within) {
        return badly(
                process.isAlive()
                        ? "it did not end within " + seconds(within) + ", and was killed"
                        : "it ended, but something it started kept its output open for more than "
                                + seconds(within));
    }

    private Ended badly(String why) {
        kill();
        return new Ended.Badly(why, lastWords());
    }

    /// What it started is killed before it, as afterwards nobody knows whose that was.
    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private interface Listening {
        byte[] heard() throws IOException;
    }

    /// In a thread of its own: a program that is not listened to stands still.
    private static void listen(CompletableFuture<byte[]> what, Listening listening) {
        Thread.ofPlatform()
                .daemon()
                .name("driver-output")
                .start(() -> {
                    try {
                        what.complete(listening.heard());
                    } catch (IOException e) {
                        what.completeExceptionally(e);
                    }
                });
    }

    /// All is read, the end is kept.
    private static byte[] last(InputStream stream) throws IOException {
        var kept = new byte[0];
        var chunk = new byte[LAST_WORDS];
        for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
            var both = Arrays.copyOf(kept, kept.length + n);
            System.arraycopy(chunk, 0, both, kept.length, n);
            kept = Arrays.copyOfRange(both, Math.max(0, both.length - LAST_WORDS), both.length);
        }
        return kept;
    }

    /// Only what is there now: something that outlived the program may keep the stream open.
    private String lastWords() {
        try {
            var words = err.get(1, TimeUnit.SECONDS);
            return Clean.text(new String(words, StandardCharsets.UTF_8), LAST_WORDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        } catch (ExecutionException | TimeoutException _) {
            return "";
        }
    }

    private static String reason(int code) {
        return code > SIGNALLED
                ? "it ended by signal " + (code - SIGNALLED)
                : "it ended with exit code " + code;
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }
}
