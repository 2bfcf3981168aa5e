package lastgood.cli.incident;

import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.OneOrAll;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.wire.view.IncidentView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists incidents, newest first; of all services, or of one.",
        footer = {"", "Example: lastgood incident list wine"})
public final class IncidentList implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("ID", "WHEN", "SERVICE", "MOVED", "STATE", "ANSWERS", "WRONG");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private OneOrAll named = new OneOrAll();

    public IncidentList(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var incidents = Session.must(session.client().incidents(named.service()));
            if (incidents.isEmpty() && !session.screen().look().json()) {
                session.screen().talk("No incident.");
            }
            return session.show(
                    incidents,
                    views -> {
                        if (!views.isEmpty()) {
                            session.screen()
                                    .table(
                                            HEAD,
                                            views.stream().map(this::row).toList(),
                                            views.stream().map(IncidentList::tripped).toList());
                        }
                    });
        }
    }

    private List<Cell> row(IncidentView view) {
        return List.of(
                Cell.of(view.id()),
                Cell.of(Figures.day(view.at(), environment.zone())),
                Cell.of(view.service()),
                Cell.of(view.release() + " → " + view.returnedTo().orElse("–")),
                view.resolvedAt().isPresent()
                        ? Cell.of(Mark.OK, "resolved")
                        : Cell.of(Mark.TRIPPED, "open"),
                Cell.number(Figures.count(view.answers())),
                Cell.number(Figures.count(view.wrong())));
    }

    private static String tripped(IncidentView view) {
        return String.join(", ", view.tripped().stream().map(IncidentView.Trip::metric).toList())
                + view.suspect().map(s -> "; suspect " + s.part()).orElse("");
    }
}
