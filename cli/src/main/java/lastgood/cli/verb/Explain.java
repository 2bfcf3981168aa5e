package lastgood.cli.verb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardLine;
import lastgood.core.guard.Metric;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Problem;
import lastgood.wire.problem.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description =
                "Explains an error code, the exit codes, a metric, a guard's line, or a word that a screen uses. Needs no server.",
        footer = {
            "",
            "Examples: lastgood explain LG-1203",
            "          lastgood explain baking",
            "          lastgood explain guard 'quality.error_rate <= baseline + 2%%'"
        })
public final class Explain implements Callable<Integer> {
    private static final String EXIT_CODES = "exit-codes";
    private static final String GUARD = "guard";

    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "1..*",
            paramLabel = "TOPIC",
            description =
                    "LG-1203, exit-codes, quality.error_rate, guard LINE, or a word: baking, blind, held.")
    private List<String> topic = new ArrayList<>();

    public Explain(Environment environment) {
        this.environment = environment;
    }

    private record CodeText(String code, String title, String text, int status, int exit) {}

    private record ExitText(int code, String meaning) {}

    private record WordText(String word, String text) {}

    private record MetricText(String metric, String text) {}

    @Override
    public Integer call() {
        var screen = output.screen(environment);
        var word = topic.getFirst();
        if (word.equals(EXIT_CODES)) {
            return exitCodes(screen);
        }
        if (word.equals(GUARD) && topic.size() > 1) {
            return guard(screen, String.join(" ", topic.subList(1, topic.size())));
        }
        var code = Code.parse(word);
        if (code.isPresent()) {
            return code(screen, code.get());
        }
        var text = WordTexts.of(String.join(" ", topic));
        if (text.isPresent()) {
            return word(screen, text.get());
        }
        return metric(screen, Metric.parse(word).orElseThrow(() -> new Refusal(unknown(word))));
    }

    private static int code(Screen screen, Code code) {
        int exit = Exit.of(code.kind()).code();
        var text = new CodeText(code.id(), code.title(), code.text(), Status.of(code.kind()), exit);
        if (screen.look().json()) {
            screen.json(text);
            return 0;
        }
        screen.line(text.code() + "  " + text.title());
        screen.line();
        paragraph(screen, text.text());
        screen.line();
        screen.line("  exit code " + exit + ", HTTP status " + text.status());
        return 0;
    }

    private static int exitCodes(Screen screen) {
        var exits =
                Arrays.stream(Exit.values()).map(e -> new ExitText(e.code(), e.meaning())).toList();
        if (screen.look().json()) {
            screen.json(exits);
            return 0;
        }
        screen.grid(
                List.of("CODE", "MEANING"),
                exits.stream()
                        .map(e ->
                                List.of(
                                        Cell.number(Integer.toString(e.code())),
                                        Cell.of(e.meaning())))
                        .toList());
        return 0;
    }

    private static int metric(Screen screen, Metric metric) {
        var text = new MetricText(metric.text(), MetricTexts.of(metric));
        if (screen.look().json()) {
            screen.json(text);
            return 0;
        }
        screen.line(text.metric());
        screen.line();
        paragraph(screen, text.text());
        return 0;
    }

    private static int word(Screen screen, WordTexts.Entry entry) {
        var text = new WordText(entry.words().getFirst(), entry.text());
        if (screen.look().json()) {
            screen.json(text);
            return 0;
        }
        screen.line(String.join(", ", entry.words()));
        screen.line();
        paragraph(screen, text.text());
        return 0;
    }

    private static int guard(Screen screen, String line) {
        Guard guard = Refusal.must(GuardLine.parse(line));
        var form = LongForm.of(guard);
        if (screen.look().json()) {
            screen.json(form);
            return 0;
        }
        form.yaml().forEach(screen::line);
        screen.line();
        paragraph(screen, LongForm.meaning(guard));
        return 0;
    }

    private static void paragraph(Screen screen, String text) {
        Text.wrapped(text, Screen.WIDTH - 2).forEach(line -> screen.line("  " + line));
    }

    private static Problem unknown(String word) {
        var topics =
                Stream.of(
                                Stream.of(EXIT_CODES, GUARD),
                                Metric.names().stream(),
                                WordTexts.words().stream(),
                                Arrays.stream(Code.values()).map(Code::id))
                        .flatMap(s -> s)
                        .toList();
        return Problem.of(Code.WRONG_USAGE, "There is nothing to explain under '" + word + "'.")
                .because(
                        Nearest.of(word, topics)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse(
                                        "topics are "
                                                + EXIT_CODES
                                                + ", guard LINE, the codes LG-1001 and up, "
                                                + String.join(", ", Metric.names())
                                                + ", and the words of the screens: baking, blind, held ..."))
                .tryThis("lastgood explain --help");
    }
}
