package lastgood.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.Target;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.DiffView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Compares two releases of a service, part by part.",
        footer = {"", "Example: lastgood diff wine last-good candidate"})
public final class Diff implements Callable<Integer> {
    private static final int LABEL = 18;
    private static final String SCHEMA = "schema";

    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "2..3",
            paramLabel = "[SERVICE] RELEASE RELEASE",
            hideParamSyntax = true,
            description = "Any two: r1, live, last-good, candidate.")
    private List<String> words = new ArrayList<>();

    public Diff(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var from = Target.checked(words.get(words.size() - 2));
        var to = Target.checked(words.getLast());
        try (var session = Session.open(environment, output)) {
            var service =
                    session.service(
                            words.size() == 3 ? Optional.of(words.getFirst()) : Optional.empty());
            var diff = Session.must(session.client().diff(service, from, to));
            return session.show(diff, view -> draw(session.screen(), view));
        }
    }

    private static void draw(Screen screen, DiffView view) {
        screen.line(view.service() + "   " + view.from() + " → " + view.to());
        screen.line();
        var head = view.changes().stream().takeWhile(c -> !c.part().equals(SCHEMA)).toList();
        var schema = view.changes().stream().filter(c -> c.part().equals(SCHEMA)).toList();
        head.forEach(change -> change(screen, change));
        schema.forEach(change -> change(screen, change));
        view.breaks().forEach(broken -> broken(screen, broken));
        view.changes().stream()
                .skip(head.size() + (long) schema.size())
                .forEach(change -> change(screen, change));
        if (view.changes().isEmpty()) {
            screen.line("  All six parts are the same.");
        } else if (!view.same().isEmpty()) {
            screen.line("  " + screen.mark(Mark.SAME, "") + " " + String.join(", ", view.same()));
        }
    }

    /// Under the part that breaks it.
    private static void broken(Screen screen, DiffView.Break broken) {
        var indent = " ".repeat(LABEL - 2);
        Text.wrapped("callers: " + broken.sentence(), Screen.WIDTH - LABEL)
                .forEach(line -> screen.line(indent + line));
    }

    private static void change(Screen screen, DiffView.Change change) {
        var head =
                "  "
                        + Text.padded(
                                screen.mark(Mark.CHANGED, "") + " " + change.part(), LABEL - 2)
                        + change.key().map(k -> k + "  ").orElse("");
        var from = change.from().orElse("–");
        var to = change.to().orElse("–");
        if (Text.width(head + from + " → " + to) <= Screen.WIDTH) {
            screen.line(head + from + " → " + to);
        } else {
            screen.line(head + from);
            screen.line(" ".repeat(LABEL - 2) + "→ " + to);
        }
    }
}
