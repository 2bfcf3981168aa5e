package lastgood.cli.verb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lastgood.cli.Environment;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.release.PartsTable;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.wire.view.HistoryView;
import lastgood.wire.view.ReleaseView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description = "Shows what served when, and who or what changed it, newest first.",
        footer = {
            "",
            "Example: lastgood history wine",
            "         lastgood history wine --at '2026-11-23 02:14'"
        })
public final class History implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("WHEN", "LIVE", "FROM", "TRIED", "HOW", "FOR", "BY");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "Only what served then, and what it consisted of: '2026-11-23 02:14:07', 02:14, or 2h for two hours ago.")
    private Optional<String> at = Optional.empty();

    public History(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            var lines = Session.must(session.client().history(service));
            if (at.isPresent()) {
                return then(session, service, lines);
            }
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

    /// The line that was the newest then.
    private int then(Session session, String service, List<HistoryView> lines) {
        var moment = new Moments(session.now(), environment.zone()).read(at.orElseThrow());
        var inForce =
                lines.stream()
                        .filter(line -> !line.at().isAfter(moment))
                        .filter(line -> !isAside(line))
                        .findFirst();
        if (inForce.isEmpty() && !session.screen().look().json()) {
            session.screen()
                    .talk(
                            "Nothing of "
                                    + service
                                    + " served at "
                                    + Figures.second(moment, environment.zone())
                                    + ".");
        }
        return session.show(
                inForce.stream().toList(),
                found -> found.forEach(line -> draw(session, service, line, moment)));
    }

    /// Of what moves no traffic.
    private static boolean isAside(HistoryView line) {
        return line.how().endsWith("hold") || line.how().equals("prune");
    }

    private void draw(Session session, String service, HistoryView line, Instant moment) {
        session.screen().table(HEAD, rows(List.of(line), moment), List.of(line.why()));
        Stream.of(line.live(), line.candidate())
                .flatMap(Optional::stream)
                .forEach(ref -> {
                    session.screen().line();
                    draw(session, service, ref);
                });
    }

    /// Of one that was pruned since, only that it was is known.
    private static void draw(Session session, String service, String ref) {
        var found = session.client().release(service, ref);
        if (found instanceof Outcome.Refused<ReleaseView>(var problem)
                && problem.code() == Code.PRUNED) {
            session.screen().line(service + " " + ref + "   " + String.join(", ", problem.why()));
            return;
        }
        var release = Session.must(found);
        session.screen().line(service + " " + release.release() + "   " + release.digest());
        PartsTable.draw(session.screen(), release.parts());
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
