package lastgood.cli.release;

import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pull",
        description = {
            "Brings a release from a registry of OCI artifacts. The server does it: every byte is held against its digest, and the release is tried like one that is made here before it gets a number.",
            "A release that is known here keeps its number."
        },
        footer = {"", "Example: lastgood release pull localhost:5000/models/wine:r3"})
public final class ReleasePull implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "REF",
            description = "HOST[:PORT]/NAME:TAG, or HOST[:PORT]/NAME@sha256:DIGEST.")
    private String ref = "";

    @Option(
            names = "--name",
            paramLabel = "SERVICE",
            description = "Whose release it becomes. Default: the service it was made for.")
    private Optional<String> name = Optional.empty();

    public ReleasePull(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var pulled = Session.must(session.client().pull(ref, name));
            var release = pulled.release();
            int exit =
                    session.show(
                            pulled,
                            view -> {
                                CreatedScreen.draw(session.screen(), view.from(), view.release());
                                if (view.signatures() > 0) {
                                    session.screen()
                                            .line(
                                                    "Signatures that came along: "
                                                            + view.signatures());
                                }
                            });
            session.screen()
                    .next("lastgood rollout start " + release.service() + " " + release.release());
            return exit;
        }
    }
}
