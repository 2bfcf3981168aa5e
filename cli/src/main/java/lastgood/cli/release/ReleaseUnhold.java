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
        name = "unhold",
        description = "Lets a held release be rolled out again.",
        footer = {"", "Example: lastgood release unhold wine r2 --reason \"wrong units\""})
public final class ReleaseUnhold implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Target target = new Target();

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Kept in the history.")
    private String reason = "";

    public ReleaseUnhold(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var ref = target.release();
        try (var session = Session.open(environment, output)) {
            var service = session.service(target.service());
            var release = Session.must(session.client().unhold(service, ref, reason));
            return session.show(
                    release,
                    view ->
                            session.screen()
                                    .line(
                                            session.screen().mark(Mark.OK, view.release())
                                                    + " of "
                                                    + view.service()
                                                    + " is no longer held."));
        }
    }
}
