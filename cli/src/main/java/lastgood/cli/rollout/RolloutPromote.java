package lastgood.cli.rollout;

import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "promote",
        description =
                "Skips the waiting, never the evidence: refused while a guard is blind or near its bound.",
        footer = {"", "Example: lastgood rollout promote wine"})
public final class RolloutPromote implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private Optional<String> reason = Optional.empty();

    public RolloutPromote(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            var rollout = Session.must(session.client().steer(service, "promote", reason));
            return session.show(rollout, view -> RolloutScreen.draw(session, view));
        }
    }
}
