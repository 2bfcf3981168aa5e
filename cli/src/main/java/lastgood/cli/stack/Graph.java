package lastgood.cli.stack;

import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.GraphOutput;
import lastgood.cli.OneOrAll;
import lastgood.cli.Session;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.ComponentView;
import lastgood.wire.view.GraphView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "graph",
        description = {
            "Shows who reads what, in which versions: of each service the release that is live, "
                    + "the one being tried, and the one a rollback goes to."
        },
        footer = {"", "Example: lastgood graph -o dot | dot -Tsvg > graph.svg"})
public final class Graph implements Callable<Integer> {
    private final Environment environment;

    @Mixin private GraphOutput output = new GraphOutput();
    @Mixin private OneOrAll named = new OneOrAll();

    public Graph(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var graph = Session.must(session.client().graph(named.service()));
            return session.show(
                    graph,
                    view -> {
                        if (output.isDot()) {
                            DotLines.of(view).forEach(session.screen()::line);
                        } else {
                            draw(session.screen(), view);
                        }
                    });
        }
    }

    private static void draw(Screen screen, GraphView view) {
        if (view.services().isEmpty()) {
            screen.talk("No service.");
        }
        for (var service : view.services()) {
            screen.line(service);
            var reads = view.reads().stream().filter(r -> r.service().equals(service)).toList();
            reads.stream()
                    .map(r -> r.component())
                    .distinct()
                    .forEach(component -> {
                        screen.line("  " + component + versions(view, component));
                        new ReaderLines(screen)
                                .draw(
                                        reads.stream()
                                                .filter(r -> r.component().equals(component))
                                                .toList(),
                                        "    ");
                    });
            if (reads.isEmpty()) {
                screen.line("  shares nothing");
            }
        }
    }

    private static String versions(GraphView view, String component) {
        var versions =
                view.components().stream()
                        .filter(c -> c.component().equals(component))
                        .map(ComponentView::version)
                        .toList();
        if (versions.isEmpty()) {
            return "   never applied";
        }
        var first =
                view.components().stream().filter(c -> c.component().equals(component)).findFirst();
        var live =
                view.components().stream()
                        .filter(c -> c.component().equals(component) && c.live())
                        .map(ComponentView::version)
                        .findFirst();
        return "   versions "
                + String.join(", ", versions)
                + ", "
                + LiveVersions.text(first.map(ComponentView::liveVersions).orElse("many"), live);
    }
}
