package lastgood.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import lastgood.core.problem.Outcome;
import lastgood.wire.client.ControlClient;
import lastgood.wire.view.GuardView;
import lastgood.wire.view.StatusView;

/// Looks at a service until it is as expected, and says what changes meanwhile.
final class Watching {
    static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Stage stage;
    private final ControlClient client;
    private final String service;

    Watching(Stage stage, ControlClient client, String service) {
        this.stage = stage;
        this.client = client;
        this.service = service;
    }

    /// Empty: it did not become so in time.
    Optional<StatusView> await(Predicate<StatusView> until) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        String shown = "";
        while (System.nanoTime() < end) {
            if (client.status(service) instanceof Outcome.Done<StatusView>(var status)) {
                var news = news(status);
                if (!news.equals(shown)) {
                    stage.say(line(status));
                    shown = news;
                }
                if (until.test(status)) {
                    return Optional.of(status);
                }
            }
            Thread.sleep(LOOK);
        }
        return Optional.empty();
    }

    /// `  canary    r1 90 %  r2 10 %   quality.error_rate 58.3 % against 3.9 %, n=12, watching`
    private static String line(StatusView s) {
        var shares =
                s.candidate()
                        .filter(_ -> s.candidateShare() > 0)
                        .map(c ->
                                s.live().orElse("-")
                                        + " "
                                        + percent(1 - s.candidateShare())
                                        + "  "
                                        + c
                                        + " "
                                        + percent(s.candidateShare()))
                        .orElse(s.live().orElse("nothing") + " 100 %");
        var quality = quality(s).map(Watching::guard).orElse("");
        return String.format(Locale.ROOT, "  %-9s %-18s %s", s.state(), shares, quality)
                .stripTrailing();
    }

    private static Optional<GuardView> quality(StatusView s) {
        var guards = s.rollout().filter(r -> r.end().isEmpty()).map(r -> r.guards());
        return guards.orElse(List.of()).stream()
                .filter(g -> g.metric().equals("quality.error_rate") && g.n() > 0)
                .findFirst();
    }

    private static String guard(GuardView g) {
        var against = g.baseline().map(b -> " against " + percent(b)).orElse("");
        return "wrong "
                + g.candidate().map(Watching::percent).orElse("?")
                + against
                + ", n="
                + g.n()
                + ": "
                + (g.near() ? "near bound" : word(g.verdict()));
    }

    private static String word(String verdict) {
        return switch (verdict) {
            case "notApplicable" -> "nothing to compare with";
            case "blind" -> "too few labels yet";
            default -> verdict;
        };
    }

    /// What has to change for a new line to be worth printing: not every rate, and of the number of labels only its
    /// size.
    private static String news(StatusView s) {
        var guard = quality(s).map(g -> g.verdict() + g.near() + Long.toString(g.n()).length());
        return s.state() + s.live() + s.candidate() + s.candidateShare() + guard.orElse("");
    }

    static String percent(long part, long all) {
        return all == 0 ? "none" : percent((double) part / all);
    }

    static String percent(double rate) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * rate);
    }
}
