package lastgood.cli.verb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.wire.view.HistoryView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "history",
        description = "Shows what served when, and who or what changed it, newest first.",
        footer = {"", "Example: lastgood history wine"})
public final class History implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("WHEN", "LIVE", "FROM", "TRIED", "HOW", "FOR", "BY");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    public History(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var lines = Session.must(session.client().history(session.service(named.service())));
            return session.show(
                    lines,
                    views ->
                            session.screen()
                                    .table(
                                            HEAD,
                                            rows(views, session.now()),
                                            views.stream().map(HistoryView::why).toList()));
        }
    }

    private List<List<Cell>> rows(List<HistoryView> lines, Instant now) {
        var rows = new ArrayList<List<Cell>>();
        var until = now;
        for (var line : lines) {
            rows.add(row(line, Duration.between(line.at(), until)));
            until = line.at();
        }
        return rows;
    }

    private List<Cell> row(HistoryView line, Duration lasted) {
        return List.of(
                Cell.of(Figures.second(line.at(), environment.zone())),
                Cell.of(line.live()),
                Cell.of(line.from()),
                Cell.of(line.candidate()),
                Cell.of(line.how()),
                Cell.of(Figures.lasting(lasted)),
                Cell.of(line.by()));
    }
}
