package lastgood.server;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import lastgood.cli.Environment;
import lastgood.cli.Terminal;
import lastgood.core.problem.Outcome;
import lastgood.wire.client.ControlClient;
import lastgood.wire.client.Server;

/// What a command line told, and how it ended.
record Told(int exit, String text) {

    /// @param variables of its environment
    static Told by(Map<String, String> variables, Path folder, String... words) {
        var screen = new ByteArrayOutputStream();
        var out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        var environment =
                new Environment(
                        out,
                        out,
                        variables,
                        folder,
                        Terminal.NOBODY,
                        InstantSource.system(),
                        ZoneOffset.UTC,
                        Thread::sleep,
                        _ -> () -> {},
                        known ->
                                Server.of(known)
                                        .then(server -> Outcome.done(new ControlClient(server))));
        int exit = Main.commandLine(environment).execute(words);
        return new Told(exit, screen.toString(StandardCharsets.UTF_8));
    }
}
