package lastgood.cli.incident;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.Session;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.wire.view.IncidentView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description =
                "Tells the story of one trip: what tripped, who got a wrong answer, and what to suspect.",
        footer = {"", "Example: lastgood incident show INC-3"})
public final class IncidentShow implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "INC-3; the newest if left out.")
    private Optional<String> id = Optional.empty();

    public IncidentShow(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var incident =
                    id.map(i -> Session.must(session.client().incident(i)))
                            .orElseGet(() -> newest(session));
            return session.show(incident, view -> IncidentScreen.draw(session, view));
        }
    }

    private static IncidentView newest(Session session) {
        List<IncidentView> all = Session.must(session.client().incidents(Optional.empty()));
        if (all.isEmpty()) {
            throw new Refusal(Problem.of(Code.NO_SUCH_INCIDENT, "There is no incident."));
        }
        return all.getFirst();
    }
}
