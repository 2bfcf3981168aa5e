package lastgood.cli.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.NamedFile;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.rollout.SightTable;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Metric;
import lastgood.core.guard.Signal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.Lint;
import lastgood.core.rollout.Outlook;
import lastgood.wire.file.Declaration;
import lastgood.wire.file.DeclarationFile;
import lastgood.wire.view.SightView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "lint",
        description = {
            "Says of each guard of a service's file whether it can ever trip, how much evidence it takes, and after how"
                    + " many requests and minutes each step would see a release that is twice or four times as bad.",
            "Needs no server. Ends with 1 where a guard can never trip."
        },
        footer = {"", "Example: lastgood guard lint -f service.yaml --traffic 50"})
public final class GuardLint implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "Where the service is declared.")
    private String file = "";

    @Option(
            names = "--traffic",
            paramLabel = "N",
            description =
                    "Requests a second that the service gets; without it minutes are not known.")
    private Optional<Double> traffic = Optional.empty();

    @Option(
            names = "--live",
            paramLabel = "METRIC=RATE",
            description =
                    "What live has: quality.error_rate=8%%, as often as needed. What is not said is assumed.")
    private Map<String, String> live = new HashMap<>();

    public GuardLint(Environment environment) {
        this.environment = environment;
    }

    private record Budget(String guard, String metric, double weight, double trips) {}

    private record Finding(String guard, String kind, String text) {}

    private record Linted(
            String service, List<Budget> guards, List<SightView> sights, List<Finding> findings) {}

    @Override
    public Integer call() {
        traffic.filter(n -> n <= 0 || !Double.isFinite(n))
                .ifPresent(n -> {
                    throw new Refusal(
                            Problem.of(
                                            Code.WRONG_USAGE,
                                            "--traffic is " + n + " requests a second.")
                                    .because("it is a number above 0, such as 0.2 or 50"));
                });
        var rates = rates();
        var services =
                Refusal.must(DeclarationFile.parse(file, NamedFile.of(environment, file).text()))
                        .stream()
                        .filter(Declaration.OfService.class::isInstance)
                        .map(d -> linted((Declaration.OfService) d, rates))
                        .toList();
        if (services.isEmpty()) {
            throw new Refusal(
                    Problem.of(Code.INVALID_FILE, file + " declares no service.")
                            .because("guards are part of one"));
        }
        var screen = output.screen(environment);
        if (screen.look().json()) {
            screen.json(services);
        } else {
            services.forEach(service -> draw(screen, service));
        }
        boolean never =
                services.stream()
                        .flatMap(s -> s.findings().stream())
                        .anyMatch(f -> f.kind().equals(text(Lint.Kind.NEVER)));
        return (never ? Exit.FAILED : Exit.DONE).code();
    }

    private Linted linted(Declaration.OfService service, Map<Signal, Double> rates) {
        var terms = service.settings().terms();
        var perSecond = traffic.map(OptionalDouble::of).orElse(OptionalDouble.empty());
        var outlook = new Outlook(terms, perSecond, rates);
        return new Linted(
                service.name().text(),
                budgets(terms.guards()),
                outlook.steps().stream().map(SightView::of).toList(),
                outlook.lints().stream()
                        .map(l -> new Finding(l.guard(), text(l.kind()), l.text()))
                        .toList());
    }

    private static List<Budget> budgets(GuardSet set) {
        return set.all().stream()
                .map(g ->
                        new Budget(
                                g.name(),
                                g.metric().text(),
                                set.weight(g),
                                Math.exp(set.threshold(g))))
                .toList();
    }

    private static void draw(Screen screen, Linted linted) {
        screen.line(
                linted.service()
                        + ": the chance that any of these ever sends back an equal release is "
                        + Figures.percent(GuardSet.ALPHA));
        screen.line();
        screen.grid(
                List.of("guard", "of the error budget", "trips from"),
                linted.guards().stream()
                        .map(g ->
                                List.of(
                                        Cell.of(g.guard()),
                                        Cell.of(Figures.percent(g.weight())),
                                        Cell.of(Figures.times(g.trips()))))
                        .toList());
        SightTable.draw(screen, linted.sights());
        if (!linted.findings().isEmpty()) {
            screen.line();
        }
        linted.findings()
                .forEach(f ->
                        screen.line(
                                screen.mark(
                                        f.kind().equals(text(Lint.Kind.NEVER))
                                                ? Mark.TRIPPED
                                                : Mark.NEAR,
                                        "'" + f.guard() + "' " + f.text())));
    }

    private static String text(Lint.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private Map<Signal, Double> rates() {
        var rates = new HashMap<Signal, Double>();
        var wrong = new ArrayList<String>();
        live.forEach((name, text) -> {
            var metric = Metric.parse(name);
            var signal = metric.flatMap(Metric::signal);
            var bad = metric.map(m -> bad(m, text)).orElse(OptionalDouble.empty());
            if (signal.isEmpty()) {
                wrong.add("'" + name + "' is no rate; there are " + String.join(", ", known()));
            } else if (bad.isEmpty()) {
                wrong.add("'" + text + "' is no rate of " + name + "; write 8% or 0.08");
            } else if (rates.put(signal.get(), bad.getAsDouble()) != null) {
                wrong.add(name + " says again what another has said");
            }
        });
        if (!wrong.isEmpty()) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, "--live cannot be understood.").because(wrong));
        }
        return rates;
    }

    private static List<String> known() {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.signal().isPresent())
                .map(Metric::text)
                .toList();
    }

    /// The rate of what is bad; empty where the text is no rate, or nothing at all would be good.
    private static OptionalDouble bad(Metric metric, String text) {
        boolean isPercent = text.endsWith("%");
        var digits = isPercent ? text.substring(0, text.length() - 1) : text;
        try {
            double said = Double.parseDouble(digits) / (isPercent ? 100 : 1);
            double bad = metric.shown(said);
            return bad >= 0 && bad < 1 ? OptionalDouble.of(bad) : OptionalDouble.empty();
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }
}
