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
        name = "resume",
        description = "Lets a paused rollout go on at the same step, with its evidence.",
        footer = {"", "Example: lastgood rollout resume wine"})
public final class RolloutResume implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private Optional<String> reason = Optional.empty();

    public RolloutResume(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            var rollout = Session.must(session.client().steer(service, "resume", reason));
            return session.show(rollout, view -> RolloutScreen.draw(session, view));
        }
    }
}
