package lastgood.cli.verb;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.OneOrAll;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Mark;
import lastgood.wire.view.StatusView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description =
                "Shows what serves, what is last good, and whether a rollback would work; of all services, or of one.",
        footer = {"", "Example: lastgood status wine -o json"})
public final class Status implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("SERVICE", "STATE", "LIVE", "LAST GOOD", "CANDIDATE", "ROLLBACK TO", "READY");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private OneOrAll named = new OneOrAll();

    @Option(
            names = {"-w", "--watch"},
            description = "Prints a line for each change until nothing moves any more.")
    private boolean watch;

    public Status(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            if (watch) {
                return new StatusWatch(session).toTheEnd(session.service(named.service()));
            }
            return named.service()
                    .map(service -> one(session, service))
                    .orElseGet(() -> all(session));
        }
    }

    private static int one(Session session, String service) {
        var status = Session.must(session.client().status(service));
        return session.show(status, view -> StatusScreen.draw(session, view));
    }

    private static int all(Session session) {
        var services = Session.must(session.client().services());
        if (services.isEmpty() && !session.screen().look().json()) {
            session.screen().talk("No service yet.");
            session.screen().next("lastgood release init");
            return Exit.DONE.code();
        }
        return session.show(
                services,
                views -> session.screen().table(HEAD, views.stream().map(Status::row).toList()));
    }

    private static List<Cell> row(StatusView view) {
        return List.of(
                Cell.of(view.service()),
                Cell.of(StatusScreen.mark(view), view.state()),
                Cell.of(view.live()),
                Cell.of(view.lastGood()),
                Cell.of(candidate(view)),
                Cell.of(view.rollbackTo()),
                view.readiness().ready() ? Cell.of(Mark.OK, "ready") : Cell.of(Mark.NEAR, "no"));
    }

    private static Optional<String> candidate(StatusView view) {
        return view.candidate()
                .map(c -> c + " " + lastgood.cli.screen.Figures.share(view.candidateShare()));
    }
}
