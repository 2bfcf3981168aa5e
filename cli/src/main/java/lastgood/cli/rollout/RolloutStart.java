package lastgood.cli.rollout;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.Session;
import lastgood.cli.Target;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.wire.file.Durations;
import lastgood.wire.view.RolloutView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "start",
        description = {
            "Starts moving traffic to a release, step by step, watched by the service's guards.",
            "Answers as soon as the rollout is written down; --wait and --watch stay until its end."
        },
        footer = {
            "",
            "Exit codes with --wait: 0 good, 6 a guard tripped and traffic is back, 7 stopped waiting.",
            "Example: lastgood rollout start wine r2 --yes --wait=30m"
        })
public final class RolloutStart implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Target target = new Target();

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask. Where there is no terminal, nobody is asked anyway.")
    private boolean yes;

    @Option(
            names = {"-w", "--watch"},
            description = "Prints a line for each change until the rollout's end.")
    private boolean watch;

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "",
            preprocessor = OnlyTimes.class,
            paramLabel = "TIME",
            description = "Waits for the rollout's end, at most TIME (10m); the rollout goes on.")
    private Optional<String> wait = Optional.empty();

    public RolloutStart(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var ref = target.release();
        var patience = wait.filter(t -> !t.isEmpty()).map(RolloutStart::time);
        try (var session = Session.open(environment, output)) {
            var service = session.service(target.service());
            if (!yes
                    && session.canAsk()
                    && !session.isYes("Roll out " + ref + " of " + service + "?")) {
                session.screen().talk("Nothing was changed.");
                return Exit.FAILED.code();
            }
            var started = Session.must(session.client().start(service, ref));
            if (wait.isEmpty() && !watch) {
                return session.show(started, view -> drawStart(session, view));
            }
            session.screen().talk("Started rollout " + started.rollout() + " of " + service + ".");
            return new Watch(session, watch).toTheEnd(started, patience);
        }
    }

    private static void drawStart(Session session, RolloutView view) {
        RolloutScreen.draw(session, view);
        SightTable.draw(session.screen(), view.sights());
        session.screen()
                .next(
                        "lastgood rollout status " + view.service() + " --watch",
                        "lastgood rollback " + view.service());
    }

    private static Duration time(String text) {
        return Durations.parse(text)
                .orElseThrow(() ->
                        new Refusal(
                                Problem.of(Code.WRONG_USAGE, "'" + text + "' is no time.")
                                        .because("--wait=TIME takes a time such as 90s or 30m")));
    }
}
