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
        name = "status",
        description =
                "Shows the rollout that runs, or the last there was: its step, its guards, its end.",
        footer = {"", "Example: lastgood rollout status wine --watch"})
public final class RolloutStatus implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(
            names = {"-w", "--watch"},
            description = "Prints a line for each change until the rollout's end.")
    private boolean watch;

    public RolloutStatus(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var rollout = Session.must(session.client().rollout(session.service(named.service())));
            if (watch) {
                return new Watch(session, true).toTheEnd(rollout, Optional.empty());
            }
            return session.show(rollout, view -> RolloutScreen.draw(session, view));
        }
    }
}
