package lastgood.cli.readiness;

import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.wire.view.DrillView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists the drills of a service, newest first.",
        footer = {"", "Example: lastgood drill list wine"})
public final class DrillList implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("ID", "WHEN", "RELEASE", "MODE", "RESULT", "TOOK", "BY");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    public DrillList(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            var drills = Session.must(session.client().drills(service));
            if (drills.isEmpty() && !session.screen().look().json()) {
                session.screen().talk("No drill.");
                session.screen().next("lastgood drill run " + service);
            }
            return session.show(
                    drills,
                    views -> {
                        if (!views.isEmpty()) {
                            session.screen().table(HEAD, views.stream().map(this::row).toList());
                        }
                    });
        }
    }

    private List<Cell> row(DrillView view) {
        return List.of(
                Cell.of(view.drill()),
                Cell.of(Figures.day(view.at(), environment.zone())),
                Cell.of(view.release()),
                Cell.of(view.mode()),
                Cell.of(DrillScreen.mark(view.result()), view.result()),
                Cell.number(DrillScreen.seconds(view.tookMs())),
                Cell.of(view.by()));
    }
}
