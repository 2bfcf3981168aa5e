package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import lastgood.testing.Golden;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
    @Test
    void everyVerbHasShortHelpWithAnExample() {
        try (var desk = new Desk()) {
            var help = new StringBuilder();
            for (var words : verbs(desk)) {
                var all = new ArrayList<>(words);
                all.add("--help");
                var result = desk.run(all.toArray(String[]::new));
                help.append(result.picture()).append('\n');
                assertThat(result.exit()).isZero();
                assertThat(result.out().lines())
                        .as(result.command())
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
            }
            Golden.assertSame("screens/help.txt", help.toString());
        }
    }

    @Test
    void everyVerbThatDoesSomethingHasAnExample() {
        try (var desk = new Desk()) {
            for (var words : verbs(desk)) {
                var command = command(desk, words);
                if (command.getSubcommands().isEmpty()) {
                    assertThat(String.join("\n", command.getCommandSpec().usageMessage().footer()))
                            .as(String.join(" ", words))
                            .contains("Example");
                }
            }
        }
    }

    @Test
    void withoutAVerbAllVerbsAreShown() {
        try (var desk = new Desk()) {
            var result = desk.run();

            assertThat(result.exit()).isZero();
            assertThat(result.out()).contains("rollback", "release", "explain");
        }
    }

    @Test
    void verbsThatAreAddedLaterHaveTheSameManners() {
        try (var desk = new Desk()) {
            var silent = new PrintStream(OutputStream.nullOutputStream());
            var environment = desk.environment(silent, silent);
            var root = Cli.commandLine(environment);
            root.addSubcommand("run", new CommandLine(new Failing()));
            Cli.prepared(root, environment);

            assertThat(root.execute("run")).isEqualTo(1);
            assertThat(root.execute("run", "--nonsense")).isEqualTo(2);
        }
    }

    @CommandLine.Command(name = "run")
    static final class Failing implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("cannot");
        }
    }

    private static List<List<String>> verbs(Desk desk) {
        var verbs = new ArrayList<List<String>>();
        verbs.add(List.of());
        command(desk, List.of())
                .getSubcommands()
                .forEach((name, command) -> {
                    verbs.add(List.of(name));
                    command.getSubcommands()
                            .keySet()
                            .forEach(verb -> verbs.add(List.of(name, verb)));
                });
        return verbs;
    }

    private static CommandLine command(Desk desk, List<String> words) {
        var silent = new PrintStream(OutputStream.nullOutputStream());
        var command = Cli.commandLine(desk.environment(silent, silent));
        for (var word : words) {
            command = java.util.Objects.requireNonNull(command.getSubcommands().get(word));
        }
        return command;
    }
}
