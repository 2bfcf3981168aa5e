package lastgood.cli.verb;

import java.util.List;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Sending;
import lastgood.cli.Session;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.core.problem.Outcome;
import lastgood.wire.file.DeclarationFile;
import lastgood.wire.view.AppliedView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        description = {
            "Declares services and components, as many as the file has documents.",
            "A rollout that runs keeps the terms it started with."
        },
        footer = {"", "Example: lastgood apply -f service.yaml"})
public final class Apply implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The file; the files it names lie beside or below it.")
    private String file = "";

    public Apply(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var submission =
                    new Sending(session, file)
                            .send((path, text) ->
                                    DeclarationFile.parse(path, text)
                                            .then(all ->
                                                    Outcome.done(
                                                            all.stream()
                                                                    .flatMap(
                                                                            d -> d.files().stream())
                                                                    .distinct()
                                                                    .toList())));
            var applied = Session.must(session.client().apply(submission));
            return session.show(applied, views -> draw(session.screen(), views));
        }
    }

    private static void draw(Screen screen, List<AppliedView> views) {
        for (var view : views) {
            screen.line(
                    screen.mark(
                                    view.what().equals("unchanged") ? Mark.SAME : Mark.OK,
                                    view.kind() + " " + view.name())
                            + " "
                            + view.what());
            view.warnings().forEach(w -> screen.line("  " + screen.mark(Mark.NEAR, w)));
        }
    }
}
