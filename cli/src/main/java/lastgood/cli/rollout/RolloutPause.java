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
        name = "pause",
        description = "Lets the rollout stand still at its step; its guards go on watching.",
        footer = {"", "Example: lastgood rollout pause wine"})
public final class RolloutPause implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private Optional<String> reason = Optional.empty();

    public RolloutPause(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            var rollout = Session.must(session.client().steer(service, "pause", reason));
            return session.show(rollout, view -> RolloutScreen.draw(session, view));
        }
    }
}
