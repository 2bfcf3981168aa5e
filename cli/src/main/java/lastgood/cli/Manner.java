package lastgood.cli;

import lastgood.cli.screen.Look;
import lastgood.cli.screen.Screen;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options that every verb has, whatever forms its answer can take.
public abstract sealed class Manner permits Output, GraphOutput, RowsOutput {
    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto, always or never. NO_COLOR turns it off.")
    private Look.When colour = Look.When.AUTO;

    @Option(names = "--ascii", description = "Words and keyboard characters only.")
    private boolean ascii;

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows where a defect of lastgood itself comes from.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // read by the parser
    private boolean help;

    /// Whether the answer is one JSON document, errors included.
    abstract boolean isJson();

    /// The screen of this call.
    public Screen screen(Environment environment) {
        var look =
                Look.of(
                        isJson(),
                        environment.terminal().isThere(),
                        colour,
                        ascii,
                        environment.variables());
        return new Screen(environment.out(), environment.err(), look);
    }

    boolean isVerbose() {
        return verbose;
    }

    /// Of the command that was called, also where its arguments were wrong; the defaults where it takes no options.
    static Manner of(CommandLine command) {
        return command.getCommandSpec().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(Manner.class::isInstance)
                .map(Manner.class::cast)
                .findFirst()
                .orElseGet(Output::new);
    }
}
