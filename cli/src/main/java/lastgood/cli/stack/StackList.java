package lastgood.cli.stack;

import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.wire.view.StackView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists the stacks, and what the services in each share.",
        footer = {"", "Example: lastgood stack list"})
public final class StackList implements Callable<Integer> {
    private static final List<String> HEAD = List.of("STACK", "SERVICES", "COMPONENTS");

    private final Environment environment;

    @Mixin private Output output = new Output();

    public StackList(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var stacks = Session.must(session.client().stacks());
            if (stacks.isEmpty() && !session.screen().look().json()) {
                session.screen().talk("No stack.");
                session.screen().next("lastgood apply -f stack.yaml");
                return session.show(stacks, _ -> {});
            }
            return session.show(
                    stacks,
                    views ->
                            session.screen()
                                    .table(HEAD, views.stream().map(StackList::row).toList()));
        }
    }

    private static List<Cell> row(StackView view) {
        return List.of(
                Cell.of(view.stack()),
                Cell.of(String.join(", ", view.services())),
                Cell.of(
                        String.join(
                                ", ",
                                view.components().stream()
                                        .map(c ->
                                                c.component()
                                                        + c.live().map(v -> "@" + v).orElse(""))
                                        .toList())));
    }
}
