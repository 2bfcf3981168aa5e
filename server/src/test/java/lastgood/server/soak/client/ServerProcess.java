package lastgood.server.soak.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server that runs as a process of its own, known by nothing but what it prints and what its ports answer.
public final class ServerProcess implements AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_END = Duration.ofSeconds(20);
    private static final int LAST_LINES = 60;

    private final Process process;
    private final long spawnedAt;
    private final CompletableFuture<URI> api = new CompletableFuture<>();
    private final CompletableFuture<URI> predict = new CompletableFuture<>();
    private final CompletableFuture<String> grpc = new CompletableFuture<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    private ServerProcess(Process process, long spawnedAt) {
        this.process = process;
        this.spawnedAt = spawnedAt;
        this.reader = Thread.ofVirtual().name("server output").start(this::read);
    }

    /// @param folder for all that it keeps; made where it is missing
    public static ServerProcess start(Launch launch, Path folder, Ports ports) throws IOException {
        Files.createDirectories(temporary(folder));
        var builder = new ProcessBuilder(launch.run(folder, ports)).redirectErrorStream(true);
        long now = System.nanoTime();
        return new ServerProcess(builder.start(), now);
    }

    /// Where it keeps what need not outlive it.
    public static Path temporary(Path folder) {
        return folder.resolve(Launch.TEMPORARY_FILES);
    }

    /// [System#nanoTime] just before the process was made.
    public long spawnedAt() {
        return spawnedAt;
    }

    public long pid() {
        return process.pid();
    }

    /// Where it can be managed, without `/api/v1`. Waits until it says so.
    public URI api() {
        return await(api);
    }

    /// Where it can be asked, without `/v2`. Waits until it says so.
    public URI predict() {
        return await(predict);
    }

    /// Where it can be asked over gRPC: host and port. Waits until it says so.
    public String grpc() {
        return await(grpc);
    }

    /// Processes that it has started and that run.
    public List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /// Ends it as a power cut would, and says when.
    public long kill() {
        long now = System.nanoTime();
        process.destroyForcibly();
        awaitEnd();
        return now;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// The last it printed.
    public String tail() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /// Ends it the way it is meant to be ended.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T await(CompletableFuture<T> address) {
        try {
            return address.get(TO_START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server ended before it was ready:\n" + tail(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the server was not ready in " + TO_START + ":\n" + tail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                note(line);
            }
        } catch (IOException | UncheckedIOException e) {
            note("(its output broke off: " + e.getMessage() + ")");
        }
        var ended = new IllegalStateException("the process ended");
        api.completeExceptionally(ended);
        predict.completeExceptionally(ended);
        grpc.completeExceptionally(ended);
    }

    private void note(String line) {
        synchronized (lines) {
            lines.add(line);
            if (lines.size() > LAST_LINES) {
                lines.remove();
            }
        }
        var words = line.strip().split("\\s+", -1);
        if (words.length == 2 && words[0].equals("API")) {
            api.complete(URI.create(before(words[1], "/api/")));
        }
        if (words.length == 2 && words[0].equals("Predict")) {
            predict.complete(URI.create(before(words[1], "/v2/")));
        }
        if (words.length == 2 && words[0].equals("gRPC")) {
            grpc.complete(words[1]);
        }
    }

    private static String before(String address, String path) {
        int at = address.indexOf(path);
        return at < 0 ? address : address.substring(0, at);
    }
}
