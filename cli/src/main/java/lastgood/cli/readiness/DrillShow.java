package lastgood.cli.readiness;

import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows one drill: what was tried, how long each step took, and its evidence.",
        footer = {"", "Example: lastgood drill show D-12"})
public final class DrillShow implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(arity = "1", paramLabel = "ID", description = "D-12")
    private String id = "";

    public DrillShow(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var drill = Session.must(session.client().drill(id));
            return session.show(drill, view -> DrillScreen.draw(session, view));
        }
    }
}
