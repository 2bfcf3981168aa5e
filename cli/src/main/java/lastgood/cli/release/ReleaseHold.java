package lastgood.cli.release;

import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.Target;
import lastgood.cli.screen.Mark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "hold",
        description =
                "Keeps a release out until somebody lifts the hold. Holding the candidate is a rollback.",
        footer = {"", "Example: lastgood release hold wine r2 --reason \"wrong units\""})
public final class ReleaseHold implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Target target = new Target();

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Kept in the history.")
    private String reason = "";

    public ReleaseHold(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var ref = target.release();
        try (var session = Session.open(environment, output)) {
            var service = session.service(target.service());
            var release = Session.must(session.client().hold(service, ref, reason));
            return session.show(
                    release,
                    view ->
                            session.screen()
                                    .line(
                                            session.screen().mark(Mark.HELD, view.release())
                                                    + " of "
                                                    + view.service()
                                                    + " is held."));
        }
    }
}
