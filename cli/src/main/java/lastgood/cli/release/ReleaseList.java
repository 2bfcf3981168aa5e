package lastgood.cli.release;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.wire.view.HeldView;
import lastgood.wire.view.PrunedView;
import lastgood.wire.view.ReleaseView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Lists the releases of a service, newest first.",
        footer = {
            "",
            "Example: lastgood release list wine",
            "         lastgood release list wine --all"
        })
public final class ReleaseList implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("RELEASE", "STATE", "GOOD", "CREATED", "BY", "LABEL");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(
            names = "--all",
            description = "Those that were pruned too, with when that was and by whom.")
    private boolean all;

    public ReleaseList(Environment environment) {
        this.environment = environment;
    }

    /// One line, of a release that is kept or of one that was let go.
    private record Line(int number, Object view, List<Cell> cells, String remark) {}

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            var releases = Session.must(session.client().releases(service));
            boolean told = all || !session.screen().look().json();
            var pruned =
                    told ? Session.must(session.client().pruned(service)) : List.<PrunedView>of();
            var lines = new ArrayList<Line>();
            releases.forEach(r -> lines.add(new Line(number(r.release()), r, row(r), "")));
            if (all) {
                pruned.forEach(r -> lines.add(new Line(number(r.release()), r, row(r), remark(r))));
            }
            lines.sort(Comparator.comparingInt(Line::number).reversed());
            int exit =
                    session.show(
                            lines.stream().map(Line::view).toList(),
                            _ ->
                                    session.screen()
                                            .table(
                                                    HEAD,
                                                    lines.stream().map(Line::cells).toList(),
                                                    remarks(lines)));
            if (!all && !pruned.isEmpty()) {
                session.screen().talk(hidden(pruned.size()));
                session.screen().next("lastgood release list " + service + " --all");
            }
            return exit;
        }
    }

    /// Only where something was let go there is something to say.
    private static List<String> remarks(List<Line> lines) {
        var remarks = lines.stream().map(Line::remark).toList();
        return remarks.stream().allMatch(String::isEmpty) ? List.of() : remarks;
    }

    private static String hidden(int count) {
        return count == 1
                ? "1 release that was pruned is not shown."
                : count + " releases that were pruned are not shown.";
    }

    private static int number(String release) {
        return Integer.parseInt(release.substring(1));
    }

    private List<Cell> row(ReleaseView release) {
        return List.of(
                Cell.of(release.release()),
                state(release),
                good(release.good()),
                Cell.of(Figures.day(release.at(), environment.zone())),
                Cell.of(release.by()),
                Cell.of(release.label()));
    }

    private List<Cell> row(PrunedView release) {
        return List.of(
                Cell.of(release.release()),
                held(release.held(), release.state()),
                good(release.good()),
                Cell.of("–"),
                Cell.of("–"),
                Cell.of("–"));
    }

    private String remark(PrunedView release) {
        return "pruned "
                + Figures.day(release.prunedAt(), environment.zone())
                + " by "
                + release.prunedBy();
    }

    private static Cell good(boolean good) {
        return Cell.of(good ? "good" : "–");
    }

    private static Cell held(Optional<HeldView> held, String state) {
        return held.isPresent() ? Cell.of(Mark.HELD, state + ", held") : Cell.of(state);
    }

    private static Cell state(ReleaseView release) {
        if (release.held().isPresent()) {
            return Cell.of(Mark.HELD, "held");
        }
        return switch (release.state()) {
            case "live" -> Cell.of(Mark.LIVE, "live");
            case "candidate" -> Cell.of(Mark.WATCHING, "candidate");
            default -> Cell.of("–");
        };
    }
}
