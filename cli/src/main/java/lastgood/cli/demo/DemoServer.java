package lastgood.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A server of the demo's own: another process, on free ports of loopback, with a data folder of its own.
final class DemoServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;
    private final URI api;
    private final URI predict;

    private DemoServer(Process process, Path log, URI api, URI predict) {
        this.process = process;
        this.log = log;
        this.api = api;
        this.predict = predict;
    }

    /// Starts it and waits until it can serve.
    ///
    /// @param program that is the command line of lastgood
    static DemoServer start(List<String> program, Path data)
            throws IOException, InterruptedException {
        var log = data.resolve("server.log");
        var command = new ArrayList<>(program);
        command.addAll(List.of("run", "--data", data.resolve("lastgood-data").toString()));
        command.addAll(List.of("--port", "0", "--gateway-port", "0"));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        long until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            var lines = Files.readAllLines(log);
            if (lines.stream().anyMatch(l -> l.startsWith("Ready in"))) {
                return new DemoServer(
                        process, log, address(lines, "API"), address(lines, "Predict"));
            }
            Thread.sleep(20);
        }
        process.destroy();
        throw new IOException("the server did not start; its words are in " + log);
    }

    URI api() {
        return api;
    }

    /// The prediction port, without a path.
    URI predict() {
        return predict;
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Stops it as a person would, by SIGTERM.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static URI address(List<String> lines, String name) throws IOException {
        Optional<String> line =
                lines.stream().map(String::strip).filter(l -> l.startsWith(name + " ")).findFirst();
        if (line.isEmpty()) {
            throw new IOException("the server did not say where its " + name + " is: " + lines);
        }
        var uri = URI.create(line.get().substring(name.length()).strip().replaceAll("[ {].*", ""));
        return URI.create(uri.getScheme() + "://" + uri.getAuthority());
    }
}
