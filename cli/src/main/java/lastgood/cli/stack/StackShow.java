package lastgood.cli.stack;

import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.StackView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows a stack: what its services share, and who reads which version now.",
        footer = {"", "Example: lastgood stack show checkout-risk"})
public final class StackShow implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "NAME", description = "The stack.")
    private String name = "";

    public StackShow(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var stack = Session.must(session.client().stack(name));
            return session.show(stack, view -> draw(session.screen(), view));
        }
    }

    private static void draw(Screen screen, StackView view) {
        screen.line(
                view.stack()
                        + (view.services().isEmpty()
                                ? ""
                                : "   " + String.join(", ", view.services())));
        if (!view.owners().isEmpty()) {
            screen.line("owned by " + String.join(", ", view.owners()));
        }
        for (var component : view.components()) {
            screen.line();
            screen.line(
                    "  "
                            + component.component()
                            + "   "
                            + component.kind()
                            + ", "
                            + LiveVersions.text(component.liveVersions(), component.live()));
            var reads =
                    view.reads().stream()
                            .filter(r -> r.component().equals(component.component()))
                            .toList();
            new ReaderLines(screen).draw(reads, "    ");
            if (reads.isEmpty()) {
                screen.line("    read by nobody");
            }
        }
    }
}
