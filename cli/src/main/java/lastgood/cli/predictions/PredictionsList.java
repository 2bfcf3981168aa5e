package lastgood.cli.predictions;

import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.OneOrAll;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.wire.view.PredictionLogView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists what the prediction log holds, newest day first.",
        footer = {"", "Example: lastgood predictions list wine"})
public final class PredictionsList implements Callable<Integer> {
    private static final List<String> HEAD = List.of("DAY", "SERVICE", "ROWS", "SIZE", "WAITING");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private OneOrAll named = new OneOrAll();

    public PredictionsList(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            return session.show(
                    of(Session.must(session.client().predictionLog())),
                    log -> {
                        if (log.days().isEmpty()) {
                            session.screen().talk("No prediction is logged.");
                        } else {
                            session.screen()
                                    .table(HEAD, log.days().stream().map(this::row).toList());
                        }
                        log.sinceStart().stream()
                                .filter(tally -> tally.dropped() > 0)
                                .forEach(tally ->
                                        session.screen()
                                                .talk(
                                                        "%s: %s of %s predictions since the server started are not logged: the log or its disk could not take them."
                                                                .formatted(
                                                                        tally.service(),
                                                                        Figures.count(
                                                                                tally.dropped()),
                                                                        Figures.count(
                                                                                tally.noted()))));
                    });
        }
    }

    private PredictionLogView of(PredictionLogView log) {
        return named.service()
                .map(name ->
                        new PredictionLogView(
                                log.days().stream().filter(d -> d.service().equals(name)).toList(),
                                log.sinceStart().stream()
                                        .filter(t -> t.service().equals(name))
                                        .toList()))
                .orElse(log);
    }

    private List<Cell> row(PredictionLogView.PredictionDay day) {
        return List.of(
                Cell.of(day.day()),
                Cell.of(day.service()),
                Cell.number(Figures.count(day.rows())),
                Cell.number(Figures.size(day.bytes())),
                Cell.number(Figures.count(day.waiting())));
    }
}
