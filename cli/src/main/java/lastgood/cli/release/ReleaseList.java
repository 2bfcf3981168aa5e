package lastgood.cli.release;

import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.wire.view.ReleaseView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists the releases of a service, newest first.",
        footer = {"", "Example: lastgood release list wine"})
public final class ReleaseList implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("RELEASE", "STATE", "GOOD", "CREATED", "BY", "LABEL");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    public ReleaseList(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var releases =
                    Session.must(session.client().releases(session.service(named.service())));
            return session.show(
                    releases.reversed(),
                    newest ->
                            session.screen().table(HEAD, newest.stream().map(this::row).toList()));
        }
    }

    private List<Cell> row(ReleaseView release) {
        return List.of(
                Cell.of(release.release()),
                state(release),
                Cell.of(release.good() ? "good" : "–"),
                Cell.of(Figures.day(release.at(), environment.zone())),
                Cell.of(release.by()),
                Cell.of(release.label()));
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
