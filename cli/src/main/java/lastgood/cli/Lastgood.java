package lastgood.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "lastgood",
        description = "Releases, guards and rolls back production ML models as one stack.",
        footer = {
            "",
            "LASTGOOD_URL names the server (http://127.0.0.1:8484), LASTGOOD_TOKEN or",
            "LASTGOOD_TOKEN_FILE the token where it wants one.",
            "lastgood VERB --help tells more, lastgood explain exit-codes what scripts need."
        })
final class Lastgood implements Runnable {
    private final Environment environment;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // read by the parser
    private boolean help;

    Lastgood(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        CommandLine command = spec.commandLine();
        command.usage(environment.out());
    }
}
