package lastgood.cli.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.Target;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.PushedView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "push",
        description = {
            "Sends a release with all its bytes, its evidence and its signatures to a registry of OCI artifacts. The server does it.",
            "What is there already is not sent again, so a push that broke off is finished by the same command."
        },
        footer = {"", "Example: lastgood release push wine r3 localhost:5000/models/wine:r3"})
public final class ReleasePush implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "2..3",
            paramLabel = "[SERVICE] RELEASE REF",
            hideParamSyntax = true,
            description = "REF is HOST[:PORT]/NAME:TAG.")
    private List<String> words = new ArrayList<>();

    public ReleasePush(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var ref = Target.checked(words.get(words.size() - 2));
        var named = words.size() == 3 ? Optional.of(words.getFirst()) : Optional.<String>empty();
        try (var session = Session.open(environment, output)) {
            var service = session.service(named);
            var pushed = Session.must(session.client().push(service, ref, words.getLast()));
            int exit = session.show(pushed, view -> draw(session.screen(), view));
            session.screen()
                    .next("lastgood release pull " + pushed.to() + "   # at another server");
            return exit;
        }
    }

    private static void draw(Screen screen, PushedView view) {
        screen.line(
                screen.mark(Mark.OK, view.service() + " " + view.release())
                        + " is at "
                        + view.to());
        screen.line("  release  " + view.digest());
        screen.line("  pinned   " + view.pinned());
        view.modelPack().ifPresent(model -> screen.line("  model    " + model));
        screen.line("  sent     " + sent(view.sent(), view.there(), view.bytes()));
        screen.line(
                "  signed   "
                        + switch (view.signatures()) {
                            case 0 -> "by nobody";
                            case 1 -> "1 signature went along";
                            default -> view.signatures() + " signatures went along";
                        });
    }

    static String sent(int sent, int there, long bytes) {
        return sent + " pieces, " + Figures.size(bytes) + "; " + there + " were there already";
    }
}
