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
        name = "stop",
        description = "Ends the rollout: all traffic goes back to where it was. Nothing is held.",
        footer = {"", "Example: lastgood rollout stop wine"})
public final class RolloutStop implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private Optional<String> reason = Optional.empty();

    public RolloutStop(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            var rollout = Session.must(session.client().steer(service, "stop", reason));
            return session.show(rollout, view -> RolloutScreen.draw(session, view));
        }
    }
}
