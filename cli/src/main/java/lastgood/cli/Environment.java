package lastgood.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import lastgood.core.problem.Outcome;
import lastgood.wire.client.ControlClient;
import lastgood.wire.client.Server;

/// Everything a command line gets from the process it runs in, so that it can as well run inside another.
public record Environment(
        PrintStream out,
        PrintStream err,
        Map<String, String> variables,
        Path folder,
        Terminal terminal,
        InstantSource clock,
        ZoneId zone,
        Pause pause,
        Interrupts interrupts,
        Clients clients) {

    /// How long one waits between two looks at the server.
    @FunctionalInterface
    public interface Pause {
        void take(Duration duration) throws InterruptedException;
    }

    /// Connects with the server that the variables name. No request is made yet.
    @FunctionalInterface
    public interface Clients {
        Outcome<ControlClient> connect(Map<String, String> variables);
    }

    /// What is said when somebody interrupts the command (Ctrl-C).
    @FunctionalInterface
    public interface Interrupts {
        /// Says `last` if the process is interrupted before what is answered here is closed.
        Armed arm(Runnable last);

        interface Armed extends AutoCloseable {
            @Override
            void close();
        }
    }

    /// The process itself.
    public static Environment ofProcess() {
        return new Environment(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Terminal.ofProcess(),
                InstantSource.system(),
                ZoneId.systemDefault(),
                Thread::sleep,
                Environment::onShutdown,
                variables ->
                        Server.of(variables)
                                .then(server -> Outcome.done(new ControlClient(server))));
    }

    private static PrintStream utf8(FileDescriptor where) {
        return new PrintStream(new FileOutputStream(where), true, StandardCharsets.UTF_8);
    }

    private static Interrupts.Armed onShutdown(Runnable last) {
        var thread = new Thread(last, "last words");
        Runtime.getRuntime().addShutdownHook(thread);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException e) {
                // the process is ending: the words are being said
            }
        };
    }
}
