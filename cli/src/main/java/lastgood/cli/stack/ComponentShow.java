package lastgood.cli.stack;

import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.ComponentView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows a component in all its versions, with every release that reads it.",
        footer = {"", "Example: lastgood component show tumour-features"})
public final class ComponentShow implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "NAME", description = "The component, without a version.")
    private String name = "";

    public ComponentShow(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var versions = Session.must(session.client().component(name));
            return session.show(versions, views -> draw(session.screen(), views));
        }
    }

    private static String file(ComponentView version) {
        return version.digest().isEmpty()
                ? ""
                : Figures.size(version.size()) + "  " + Figures.brief(version.digest()) + "  ";
    }

    private void draw(Screen screen, List<ComponentView> versions) {
        var first = versions.getFirst();
        var count = versions.size() == 1 ? "1 version" : versions.size() + " versions";
        var live =
                versions.stream()
                        .filter(ComponentView::live)
                        .map(ComponentView::version)
                        .findFirst();
        screen.line(
                first.component()
                        + "   "
                        + first.kind()
                        + ", "
                        + count
                        + ", "
                        + LiveVersions.text(first.liveVersions(), live));
        for (var version : versions) {
            screen.line();
            screen.line(
                    "  "
                            + version.version()
                            + (version.live() ? "  " + screen.mark(Mark.LIVE, "live") : "")
                            + "   "
                            + file(version)
                            + Figures.day(version.at(), environment.zone())
                            + " by "
                            + version.by());
            VersionLines.of(version)
                    .forEach(line ->
                            Text.wrapped(line, Screen.WIDTH - 4)
                                    .forEach(piece -> screen.line("    " + piece)));
            new ReaderLines(screen, true).draw(version.readers(), "    ");
            if (version.readers().isEmpty()) {
                screen.line("    read by nobody");
            }
        }
    }
}
