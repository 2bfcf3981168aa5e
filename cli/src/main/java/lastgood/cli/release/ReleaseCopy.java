package lastgood.cli.release;

import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Mark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "copy",
        description =
                "Has what lies at one place of a registry lie at another as well, byte for byte. The server does it, and keeps none of it.",
        footer = {
            "",
            "Example: lastgood release copy localhost:5000/models/wine:r3 registry.example.org/wine:r3"
        })
public final class ReleaseCopy implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "HOST[:PORT]/NAME:TAG, or HOST[:PORT]/NAME@sha256:DIGEST.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "HOST[:PORT]/NAME:TAG.")
    private String to = "";

    public ReleaseCopy(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var copied = Session.must(session.client().copy(from, to));
            return session.show(
                    copied,
                    view -> {
                        var screen = session.screen();
                        screen.line(
                                screen.mark(Mark.OK, view.from())
                                        + " is at "
                                        + view.to()
                                        + " as well");
                        screen.line("  pinned   " + view.pinned());
                        screen.line(
                                "  sent     "
                                        + ReleasePush.sent(
                                                view.sent(), view.there(), view.bytes()));
                    });
        }
    }
}
