package lastgood.cli.stack;

import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.wire.view.ComponentView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists the components in all their versions, and what reads them now.",
        footer = {"", "Example: lastgood component list"})
public final class ComponentList implements Callable<Integer> {
    private static final List<String> HEAD = List.of("COMPONENT", "KIND", "CREATED", "BY");

    private final Environment environment;

    @Mixin private Output output = new Output();

    public ComponentList(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var components = Session.must(session.client().components());
            if (components.isEmpty() && !session.screen().look().json()) {
                session.screen().talk("No component.");
                session.screen().next("lastgood apply -f component.yaml");
                return session.show(components, _ -> {});
            }
            return session.show(
                    components,
                    views ->
                            session.screen()
                                    .table(
                                            HEAD,
                                            views.stream().map(this::row).toList(),
                                            views.stream().map(ComponentList::readers).toList()));
        }
    }

    private List<Cell> row(ComponentView view) {
        return List.of(
                Cell.of(view.component() + "@" + view.version() + (view.live() ? "  live" : "")),
                Cell.of(view.kind()),
                Cell.of(Figures.day(view.at(), environment.zone())),
                Cell.of(view.by()));
    }

    /// Those that serve with it now; how many others could.
    private static String readers(ComponentView view) {
        var now =
                view.readers().stream()
                        .filter(r -> !r.role().isEmpty())
                        .filter(r -> r.uses().filter(view.version()::equals).isPresent())
                        .map(r -> r.service() + " " + r.release())
                        .toList();
        int others = view.readers().size() - now.size();
        if (now.isEmpty()) {
            return others == 0 ? "read by nobody" : "read by nobody now; " + others + " could";
        }
        return "read by "
                + String.join(", ", now)
                + (others == 0 ? "" : "; " + others + " more could");
    }
}
