package lastgood.cli.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntBiFunction;
import lastgood.cli.Environment;
import lastgood.wire.client.ControlClient;
import lastgood.wire.client.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lastgood demo`: starts a server of its own and plays the story against it.
@Command(
        name = "demo",
        description =
                "Plays the whole story on real data: a bad model is released, caught, rolled back, explained.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: lastgood demo --fast"})
public final class DemoVerb implements Callable<Integer> {
    private static final int CALLS_PER_SECOND = 60;
    private static final int FAST_CALLS_PER_SECOND = 200;

    @Option(names = "--fast", description = "Without pauses.")
    private boolean fast;

    @Option(names = "--keep", description = "Leaves the server running afterwards.")
    private boolean keep;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "Models and data of the story. Default: examples/tumour")
    private Optional<Path> files = Optional.empty();

    private final Path home;
    private final List<String> program;
    private final Environment environment;
    private final ToIntBiFunction<List<String>, Map<String, String>> commands;

    /// @param home where the examples lie
    /// @param program that is this very command line, to be started once more as a server
    /// @param commands runs a command line with these environment variables on the same screen
    public DemoVerb(
            Path home,
            List<String> program,
            Environment environment,
            ToIntBiFunction<List<String>, Map<String, String>> commands) {
        this.home = home;
        this.program = List.copyOf(program);
        this.environment = environment;
        this.commands = commands;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = environment.out();
        var folder = near(environment.folder(), files.orElse(home.resolve("examples/tumour")));
        var data = Files.createTempDirectory("lastgood-demo");
        out.println(
                "lastgood demo: three acts, offline, on real data (Breast Cancer Wisconsin). Ctrl-C stops it.");
        out.flush();
        var server = DemoServer.start(program, data);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            if (!keep) {
                                server.close();
                            }
                        }));
        out.println(
                "A server of its own is up: "
                        + server.api()
                        + ", predictions at "
                        + server.predict());
        out.flush();
        return play(out, folder, server, data);
    }

    private int play(PrintStream out, Path folder, DemoServer server, Path data)
            throws IOException, InterruptedException {
        var env = Map.of("LASTGOOD_URL", server.api().toString());
        var stage = new Stage(out, words -> commands.applyAsInt(words, env), () -> enter(out));
        var rows = Rows.read(environment.folder().resolve(folder).resolve("heldout.ndjson"));
        int pace = fast ? FAST_CALLS_PER_SECOND : CALLS_PER_SECOND;
        try (var client =
                        new ControlClient(new Server(server.api(), Optional.empty(), "cli:demo"));
                var traffic = new Traffic(server, Story.SERVICE, rows, pace);
                var triage = new Traffic(server, Story.TRIAGE, rows, pace / 4)) {
            var pipeline =
                    Pipeline.in(
                            Files.createTempDirectory("lastgood-pipeline"),
                            environment.folder().resolve(folder));
            var broken =
                    new Story(
                                    stage,
                                    client,
                                    new Crowd(traffic, triage),
                                    folder,
                                    pipeline,
                                    farewell(server, data))
                            .play();
            return broken.isEmpty() ? 0 : 1;
        } finally {
            if (!keep) {
                server.close();
            }
        }
    }

    private Optional<String> farewell(DemoServer server, Path data) {
        return Optional.of(
                        "The server goes on:   export LASTGOOD_URL="
                                + server.api()
                                + "\n  stop it:            kill "
                                + server.pid()
                                + "\n  its data:           "
                                + data
                                + "\n")
                .filter(_ -> keep);
    }

    /// As one would type it: relative, where the files lie below the folder one stands in.
    private static Path near(Path here, Path files) {
        var absolute = files.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }

    private void enter(PrintStream out) {
        if (!fast && environment.terminal().isThere()) {
            out.println();
            var _ = environment.terminal().ask("[Enter] goes on ");
        }
    }
}
