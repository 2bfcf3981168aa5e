package lastgood.cli.readiness;

import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description =
                "Tries the way back and times it: every part is read and verified, loaded in a process of its own and asked its golden rows. No traffic is touched. Ends with 9 where it failed.",
        footer = {"", "Example: lastgood drill run wine --mode restore -o json"})
public final class DrillRun implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "restore is the one there is in this version. Default: ${DEFAULT-VALUE}")
    private String mode = "restore";

    public DrillRun(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            var drill = Session.must(session.client().drill(service, mode));
            session.show(drill, view -> DrillScreen.draw(session, view));
            if (!drill.result().equals("passed")) {
                session.screen().next("lastgood doctor " + service);
            }
            return drill.result().equals("passed") ? Exit.DONE.code() : Exit.NOT_READY.code();
        }
    }
}
