package lastgood.server;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import lastgood.cli.Cli;
import lastgood.cli.Environment;
import lastgood.cli.demo.DemoVerb;
import picocli.CommandLine;

/// The one program: every verb of the command line, and the server behind `run`.
public final class Main {
    private Main() {}

    /// Kept, or the settings would be collected with them. That Helidon could not start is told by who started it.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private static final Logger HELIDON_START = Logger.getLogger("io.helidon.webserver.LoomServer");

    private static final Logger GRPC = Logger.getLogger("io.grpc");

    /// It has a warning for every caller who does not wait for the answer.
    private static final Logger GRPC_CALLERS = Logger.getLogger("io.grpc.netty.NettyServerHandler");

    public static void main(String[] args) {
        // A name server that is away is no reason to lose a server whose address was known.
        Security.setProperty("networkaddress.cache.stale.ttl", "86400");
        HELIDON.setLevel(Level.WARNING);
        HELIDON_START.setLevel(Level.OFF);
        GRPC.setLevel(Level.WARNING);
        GRPC_CALLERS.setLevel(Level.SEVERE);
        System.exit(commandLine(Environment.ofProcess()).execute(args));
    }

    static CommandLine commandLine(Environment environment) {
        var root = Cli.commandLine(environment);
        root.addSubcommand(new RunVerb(environment));
        root.addSubcommand(
                new DemoVerb(
                        home(),
                        program(),
                        environment,
                        (words, more) -> run(environment, words, more)));
        return Cli.prepared(root, environment);
    }

    /// A command of the story, on the same screen, with the story's own server.
    static int run(Environment environment, List<String> words, Map<String, String> more) {
        var variables = new HashMap<>(environment.variables());
        variables.putAll(more);
        var inside =
                new Environment(
                        environment.out(),
                        environment.err(),
                        Map.copyOf(variables),
                        environment.folder(),
                        environment.terminal(),
                        environment.clock(),
                        environment.zone(),
                        environment.pause(),
                        environment.interrupts(),
                        environment.clients());
        return commandLine(inside).execute(words.toArray(String[]::new));
    }

    /// This program with the options it was started with.
    private static List<String> program() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    /// Where the `lastgood` script lies; it says so.
    private static Path home() {
        return Path.of(System.getProperty("lastgood.home", "")).toAbsolutePath();
    }
}
