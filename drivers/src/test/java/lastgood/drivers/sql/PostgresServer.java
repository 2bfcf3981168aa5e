package lastgood.drivers.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A real PostgreSQL server with a cluster of its own, on a free port of this machine. It refuses to be root, so a root
/// that tests becomes nobody for it.
public final class PostgresServer {
    public static final String USER = "postgres";
    public static final String PASSWORD = "pass word'";
    private static final String NOBODY = "65534";
    private static final String READY = "ready to accept connections";
    private static final long PATIENCE = 60;

    private final Path home;
    private final int port;
    private Optional<Process> running = Optional.empty();

    private PostgresServer(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    public static PostgresServer start() throws Exception {
        var home = Files.createTempDirectory("lastgood-postgres");
        run(
                List.of(
                        "cp",
                        "-r",
                        environment() + "/bin",
                        environment() + "/lib",
                        environment() + "/share",
                        home.toString()));
        Files.writeString(home.resolve("password"), PASSWORD);
        if (isRoot()) {
            run(List.of("chown", "-R", NOBODY + ":" + NOBODY, home.toString()));
        }
        run(
                asNobody(
                        home + "/bin/initdb",
                        "--pgdata=" + home + "/data",
                        "--username=" + USER,
                        "--pwfile=" + home + "/password",
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        "--no-sync"));
        var server = new PostgresServer(home, freePort());
        server.up();
        return server;
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /// Starts the server, which makes whole what a crash left behind, and waits until it takes connections.
    public void up() throws Exception {
        var command =
                asNobody(
                        home + "/bin/postgres",
                        "-D",
                        home + "/data",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-k",
                        "");
        var process =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .start();
        running = Optional.of(process);
        var ready = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().start(() -> listen(process, ready));
        assertThat(ready.get(PATIENCE, TimeUnit.SECONDS)).contains(READY);
    }

    /// All is read, and what was said is told once the server is ready, or has ended.
    private static void listen(Process process, CompletableFuture<String> ready) {
        var said = new StringBuilder();
        try (var log =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = log.readLine(); line != null; line = log.readLine()) {
                said.append(line).append('\n');
                if (line.contains(READY)) {
                    ready.complete(said.toString());
                }
            }
        } catch (IOException _) {
            // It was killed.
        }
        ready.complete(said.toString());
    }

    /// A power cut, as far as the server's processes are concerned.
    public void kill() {
        var process = running.orElseThrow();
        var all = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().orTimeout(PATIENCE, TimeUnit.SECONDS).join());
        process.onExit().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
        running = Optional.empty();
    }

    /// Lets all processes of the server stand still, or go on.
    public void signal(String signal) throws Exception {
        var process = running.orElseThrow();
        // The one that starts others comes first, so that none is added; one may just have ended.
        run(List.of("kill", "-" + signal, Long.toString(process.pid())));
        for (var each : process.descendants().toList()) {
            var sent =
                    new ProcessBuilder("kill", "-" + signal, Long.toString(each.pid()))
                            .redirectErrorStream(true)
                            .start();
            assertThat(sent.waitFor() == 0 || !each.isAlive()).as(each + " got " + signal).isTrue();
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    public void end() throws Exception {
        if (running.isPresent()) {
            kill();
        }
        run(List.of("rm", "-rf", home.toString()));
    }

    private static String environment() {
        return Optional.ofNullable(System.getenv("LASTGOOD_ENV_POSTGRES"))
                .orElseThrow(() ->
                        new AssertionError(
                                "these tests need scripts/envs/postgres: run ./dev test"));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asNobody(String... command) {
        var all = new ArrayList<String>();
        if (isRoot()) {
            all.addAll(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static void run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
    }
}
