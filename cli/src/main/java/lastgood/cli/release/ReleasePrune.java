package lastgood.cli.release;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.Named;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Screen;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.wire.request.PruneRequest;
import lastgood.wire.view.PruneView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prune",
        description = {
            "Lets releases go that nothing needs: shows which, asks, and lets them go.",
            "Live, candidates, every way back and the last good ones stay; so do numbers, history and holds."
        },
        footer = {"", "Example: lastgood release prune wine --dry-run"})
public final class ReleasePrune implements Callable<Integer> {
    private static final List<String> HEAD = List.of("RELEASE", "WHAT", "WHY");

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Named named = new Named();

    @Option(names = "--dry-run", description = "Only shows what would go and what would stay.")
    private boolean dryRun;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "So many good releases stay, the newest (5).")
    private Optional<Integer> keep = Optional.empty();

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    public ReleasePrune(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var service = session.service(named.service());
            if (yes && !dryRun) {
                return prune(session, service, Optional.empty());
            }
            var plan =
                    Session.must(
                            session.client()
                                    .prune(
                                            service,
                                            new PruneRequest(keep, Optional.empty(), true)));
            int shown = session.show(plan, view -> drawPlan(session.screen(), view));
            return dryRun || going(plan).isEmpty() ? shown : ask(session, service, plan);
        }
    }

    /// Only what was shown goes.
    private int ask(Session session, String service, PruneView plan) {
        if (!session.canAsk()) {
            var same =
                    "lastgood release prune " + service + keep.map(n -> " --keep " + n).orElse("");
            throw new Refusal(
                    Problem.of(
                                    Code.WRONG_USAGE,
                                    "Pruning deletes files, and nobody is here to say yes.")
                            .because("this is not a terminal, so the plan cannot be confirmed")
                            .tryThis(same + " --yes", same + " --dry-run"));
        }
        if (!session.isYes("Let them go now?")) {
            session.screen().talk("Nothing was changed.");
            return Exit.FAILED.code();
        }
        return prune(session, service, Optional.of(going(plan)));
    }

    private int prune(Session session, String service, Optional<List<String>> only) {
        var done =
                Session.must(session.client().prune(service, new PruneRequest(keep, only, false)));
        return session.show(done, view -> drawDone(session.screen(), view));
    }

    private static void drawPlan(Screen screen, PruneView view) {
        screen.table(HEAD, view.releases().stream().map(ReleasePrune::row).toList());
        screen.line();
        int count = going(view).size();
        screen.line(
                count == 0
                        ? "Nothing can go."
                        : releases(count)
                                + " would go, which frees "
                                + Figures.size(view.frees())
                                + ".");
    }

    private static void drawDone(Screen screen, PruneView view) {
        int count = going(view).size();
        screen.line(
                count == 0
                        ? "Nothing could go."
                        : releases(count)
                                + " of "
                                + view.service()
                                + " went: "
                                + String.join(", ", going(view))
                                + ". "
                                + Figures.size(view.frees())
                                + " are deleted in a day.");
        if (view.deleted() > 0) {
            screen.line(Figures.size(view.deleted()) + " of what went before were deleted now.");
        }
    }

    private static String releases(int count) {
        return count == 1 ? "1 release" : count + " releases";
    }

    private static List<String> going(PruneView view) {
        return view.releases().stream()
                .filter(r -> !r.stays())
                .map(PruneView.Kept::release)
                .toList();
    }

    private static List<Cell> row(PruneView.Kept release) {
        return List.of(
                Cell.of(release.release()),
                Cell.of(release.stays() ? "stays" : "goes"),
                Cell.of(release.stays() ? String.join(", ", release.why()) : "nothing needs it"));
    }
}
