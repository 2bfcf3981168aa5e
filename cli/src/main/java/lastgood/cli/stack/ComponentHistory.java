package lastgood.cli.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Session;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Screen;
import lastgood.cli.verb.Moments;
import lastgood.wire.view.ComponentHistoryView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "Shows which version was live when, and who served with which.",
        footer = {
            "",
            "Example: lastgood component history tumour-features",
            "         lastgood component history tumour-features --at '2026-11-23 02:14'"
        })
public final class ComponentHistory implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "NAME", description = "The component, without a version.")
    private String name = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "Only what was true then: '2026-11-23 02:14:07', 02:14, or 2h for two hours ago.")
    private Optional<String> at = Optional.empty();

    public ComponentHistory(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var moments = new Moments(session.now(), environment.zone());
            var moment = at.map(moments::read);
            var past = Session.must(session.client().componentHistory(name, moment));
            boolean nothing = past.turns().isEmpty() && past.reads().isEmpty();
            if (nothing && !session.screen().look().json()) {
                nothing(past).forEach(session.screen()::talk);
            }
            return session.show(past, view -> draw(session.screen(), view));
        }
    }

    private List<String> nothing(ComponentHistoryView past) {
        var early = past.at().filter(past.since()::isAfter);
        if (early.isPresent()) {
            return List.of(
                    name + " did not exist at " + second(early.get()) + ".",
                    "Its first version was applied at " + second(past.since()) + ".");
        }
        return List.of(
                past.at()
                        .map(then -> "Nothing read " + name + " at " + second(then) + ".")
                        .orElse("Nothing ever read " + name + "."));
    }

    private void draw(Screen screen, ComponentHistoryView past) {
        var tables = new PastTables(screen, environment.zone());
        past.at()
                .ifPresent(then -> {
                    if (!past.turns().isEmpty() || !past.reads().isEmpty()) {
                        screen.line(name + " at " + second(then) + "   " + live(past));
                        screen.line();
                    }
                });
        tables.turns(past.turns());
        if (!past.turns().isEmpty() && !past.reads().isEmpty()) {
            screen.line();
        }
        tables.reads(past.reads());
    }

    private static String live(ComponentHistoryView past) {
        return past.turns().stream()
                .findFirst()
                .filter(turn -> !turn.how().equals("unshared"))
                .map(turn ->
                        turn.version()
                                .map(version -> "everybody read " + version)
                                .orElse("nobody read it yet"))
                .orElse("read side by side");
    }

    private String second(Instant moment) {
        return Figures.second(moment, environment.zone());
    }
}
