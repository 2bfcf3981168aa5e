package lastgood.cli.release;

import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.Target;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.HeldView;
import lastgood.wire.view.ReleaseView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        description = "Shows a release: its six parts, what it requires, and what is known of it.",
        footer = {"", "Example: lastgood release show wine last-good"})
public final class ReleaseShow implements Callable<Integer> {
    private static final int LABEL = 17;

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Target target = new Target();

    public ReleaseShow(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var ref = target.release();
        try (var session = Session.open(environment, output)) {
            var service = session.service(target.service());
            var release = Session.must(session.client().release(service, ref));
            return session.show(release, view -> draw(session.screen(), view));
        }
    }

    private void draw(Screen screen, ReleaseView view) {
        screen.line(
                view.service()
                        + " "
                        + view.release()
                        + view.label().map(l -> "   " + l).orElse("")
                        + (view.state().isEmpty()
                                ? ""
                                : "   " + screen.mark(Mark.LIVE, view.state()))
                        + (view.good() ? "   " + screen.mark(Mark.OK, "good") : ""));
        screen.line("  " + view.digest());
        screen.line(
                "  created " + Figures.second(view.at(), environment.zone()) + " by " + view.by());
        view.held().ifPresent(held -> screen.field("", 2, held(screen, held)));
        screen.line();
        PartsTable.draw(screen, view.parts());
        known(screen, view);
    }

    private String held(Screen screen, HeldView held) {
        return screen.mark(Mark.HELD, "held")
                + " since "
                + Figures.second(held.at(), environment.zone())
                + " by "
                + held.by()
                + ": "
                + held.reason();
    }

    private static void known(Screen screen, ReleaseView view) {
        screen.line();
        if (!view.requires().isEmpty()) {
            field(screen, "requires", view.requires().toString());
        }
        var evidence = view.evidence();
        evidence.dataset().ifPresent(d -> field(screen, "dataset", d));
        if (!evidence.metrics().isEmpty()) {
            field(screen, "offline", evidence.metrics().toString());
        }
        field(screen, "golden rows", golden(evidence));
        field(screen, "ranges", "of " + evidence.ranges() + " model inputs");
        view.annotations().forEach((key, value) -> field(screen, key + "  ", value));
    }

    private static void field(Screen screen, String label, String value) {
        screen.field("  " + label, LABEL, value);
    }

    private static String golden(ReleaseView.Evidence evidence) {
        if (evidence.golden().isEmpty()) {
            return "none: after a switch only shapes are checked";
        }
        return evidence.goldenGenerated() ? "drawn by lastgood" : "given";
    }
}
