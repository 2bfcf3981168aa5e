package lastgood.cli.verb;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.Session;
import lastgood.cli.Target;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Problem;
import lastgood.core.release.PartName;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.view.PlanView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description = {
            "Puts traffic back on the rollback target: shows what will move, asks, and moves it.",
            "It works in every state, and again does no harm."
        },
        footer = {"", "Example: lastgood rollback wine --yes"})
public final class Rollback implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(
            names = "--to",
            paramLabel = "RELEASE",
            description = "An older release instead of the rollback target.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "PART",
            description =
                    "Live's stack with this one part of the target; goes out as a rollout, never at once.")
    private Optional<String> only = Optional.empty();

    @Option(names = "--dry-run", description = "Only shows the plan.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask; also consents to a risky plan.")
    private boolean yes;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private Optional<String> reason = Optional.empty();

    public Rollback(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        to.ifPresent(Target::checked);
        only.ifPresent(Rollback::checkPart);
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            if (yes) {
                return roll(session, service);
            }
            var plan = Session.must(session.client().rollBack(service, request(true, false)));
            int shown = session.show(plan, view -> PlanScreen.draw(session, service, view));
            return dryRun ? shown : ask(session, service, plan);
        }
    }

    /// The plan was shown.
    private int ask(Session session, String service, PlanView plan) {
        if (plan.verdict().equals("BLOCKED")) {
            return Exit.REFUSED.code();
        }
        if (PlanScreen.isNothing(plan)) {
            return Exit.DONE.code();
        }
        if (!session.canAsk()) {
            throw new Refusal(nobodyToAsk(service));
        }
        if (!session.isYes("Roll back now?")) {
            session.screen().talk("Nothing was changed.");
            return Exit.FAILED.code();
        }
        return roll(session, service);
    }

    private int roll(Session session, String service) {
        var plan = Session.must(session.client().rollBack(service, request(false, true)));
        session.show(plan, view -> PlanScreen.drawDone(session, service, view, only));
        return plan.verdict().equals("BLOCKED") ? Exit.REFUSED.code() : Exit.DONE.code();
    }

    private RollbackRequest request(boolean dry, boolean consent) {
        return new RollbackRequest(to, only, dry, consent, reason);
    }

    private Problem nobodyToAsk(String service) {
        var same =
                quoted(service)
                        + to.map(t -> " --to " + quoted(t)).orElse("")
                        + only.map(o -> " --only " + quoted(o)).orElse("");
        var why = reason.map(r -> " --reason " + quoted(r)).orElse("");
        return Problem.of(
                        Code.WRONG_USAGE,
                        "A rollback moves traffic, and nobody is here to say yes.")
                .because("this is not a terminal, so the plan cannot be confirmed")
                .tryThis(
                        "lastgood rollback " + same + why + " --yes",
                        "lastgood rollback " + same + " --dry-run");
    }

    private static String quoted(String text) {
        return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static void checkPart(String text) {
        if (PartName.parse(text).isEmpty()) {
            var parts = Arrays.stream(PartName.values()).map(PartName::text).toList();
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, "'" + text + "' is no part of a release.")
                            .because(
                                    Nearest.of(text, parts)
                                            .map(near -> "did you mean '" + near + "'?")
                                            .orElse("the parts are " + String.join(", ", parts))));
        }
    }
}
