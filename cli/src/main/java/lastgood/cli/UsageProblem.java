package lastgood.cli;

import java.util.Arrays;
import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with the words of a command, with what may have been meant.
final class UsageProblem {
    private UsageProblem() {}

    static Problem of(ParameterException e) {
        var command = e.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        var problem =
                switch (e) {
                    case UnmatchedArgumentException unmatched ->
                            unknown(command, name, unmatched.getUnmatched().getFirst());
                    default ->
                            command.getSubcommands().isEmpty()
                                    ? said(e, name)
                                    : noVerb(command, name);
                };
        return problem.tryThis(name + " --help");
    }

    private static Problem unknown(CommandLine command, String name, String word) {
        if (word.startsWith("-")) {
            return meant(
                    Problem.of(Code.WRONG_USAGE, name + " has no option '" + word + "'."),
                    word.replaceFirst("=.*", ""),
                    options(command));
        }
        if (!command.getSubcommands().isEmpty()) {
            return meant(
                    Problem.of(Code.WRONG_USAGE, name + " has no verb '" + word + "'."),
                    word,
                    List.copyOf(command.getSubcommands().keySet()));
        }
        return Problem.of(
                Code.WRONG_USAGE, name + " was given '" + word + "', which is one word too many.");
    }

    private static Problem said(ParameterException e, String name) {
        return Problem.of(Code.WRONG_USAGE, name + ": " + firstLine(e) + ".");
    }

    private static Problem noVerb(CommandLine command, String name) {
        return Problem.of(Code.WRONG_USAGE, name + " needs a verb.")
                .because("it has " + String.join(", ", command.getSubcommands().keySet()));
    }

    private static Problem meant(Problem problem, String word, List<String> known) {
        return problem.because(
                Nearest.of(word, known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("it has " + String.join(", ", known)));
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .map(OptionSpec::names)
                .flatMap(Arrays::stream)
                .filter(option -> option.startsWith("--"))
                .sorted()
                .toList();
    }

    private static String firstLine(ParameterException e) {
        var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        return message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1);
    }
}
