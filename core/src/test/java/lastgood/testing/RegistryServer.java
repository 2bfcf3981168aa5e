package lastgood.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import lastgood.core.release.RegistryRef;

/// A real registry (the environment `registry`) as a process of its own on a free loopback port.
public final class RegistryServer implements AutoCloseable {
    private static final String ENVIRONMENT = "LASTGOOD_ENV_REGISTRY";
    private static final Pattern LISTENS = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)");
    private static final int SECONDS_TO_START = 30;

    private final Path folder;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private RegistryServer(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.reader = Thread.ofVirtual().name("registry output").start(this::read);
    }

    /// @param folder for what it keeps; one that was used before is gone on with
    public static RegistryServer start(Path folder) throws IOException {
        return start(folder, "");
    }

    /// With a login: anybody else is refused.
    ///
    /// @param line of a htpasswd file
    public static RegistryServer withLogin(Path folder, String line) throws IOException {
        var file = Files.writeString(folder.resolve("htpasswd"), line + "\n");
        return start(folder, "auth: {htpasswd: {realm: models, path: '" + file + "'}}\n");
    }

    private static RegistryServer start(Path folder, String more) throws IOException {
        var home =
                Optional.ofNullable(System.getenv(ENVIRONMENT))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        ENVIRONMENT
                                                + " is not set: run the tests by ./dev test, or export it as scripts/envs/registry prints it"));
        Files.createDirectories(folder);
        var config = folder.resolve("config.yml");
        Files.writeString(
                config,
                """
                version: 0.1
                log: {level: info, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: '%s'}}
                http: {addr: '127.0.0.1:0', secret: only-for-this-test}
                %s\
                """
                        .formatted(folder.resolve("stored"), more));
        var process =
                new ProcessBuilder(Path.of(home, "registry").toString(), "serve", config.toString())
                        .redirectErrorStream(true)
                        .start();
        return new RegistryServer(folder, process);
    }

    public RegistryRef ref(String repositoryAndTag) {
        return RegistryRef.parse("127.0.0.1:" + port() + "/" + repositoryAndTag).orElseThrow();
    }

    /// Waits until it says so.
    public int port() {
        try {
            return port.get(SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the registry did not start:\n" + said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Bytes of all files it keeps of blobs.
    public long keeps() throws IOException {
        try (var files = Files.walk(folder.resolve("stored"))) {
            return files.filter(f -> f.endsWith("data")).mapToLong(f -> f.toFile().length()).sum();
        }
    }

    /// Ends it as a power cut would.
    public void kill() {
        process.destroyForcibly();
        await();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String said() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    private void read() {
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                var listens = LISTENS.matcher(line);
                if (listens.find()) {
                    port.complete(Integer.valueOf(listens.group(1)));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // it was ended
        }
        port.completeExceptionally(new IllegalStateException("the process ended"));
    }
}
