package lastgood.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import lastgood.core.problem.Outcome;
import lastgood.wire.client.ControlClient;
import lastgood.wire.view.GuardView;
import lastgood.wire.view.IncidentView;
import lastgood.wire.view.ReleaseView;
import lastgood.wire.view.StatusView;

/// Three acts: a release earns *last good*; a new model goes out; a whole stack goes out and comes back.
///
/// The story waits for an outcome and tells which one it was. Whether a release passes is not up to it.
final class Story {
    static final String SERVICE = "tumour-classifier";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int REFUSED = 5;

    private final Stage stage;
    private final ControlClient client;
    private final Traffic traffic;
    private final Path files;
    private final Optional<String> farewell;
    private final List<String> broken = new ArrayList<>();
    private final List<String> proven = new ArrayList<>();

    /// @param farewell what is said before the last line, which tells what was proven
    Story(
            Stage stage,
            ControlClient client,
            Traffic traffic,
            Path files,
            Optional<String> farewell) {
        this.farewell = farewell;
        this.stage = stage;
        this.client = client;
        this.traffic = traffic;
        this.files = files;
    }

    /// Plays it; answers with what did not do what it reported. Empty: everything did.
    List<String> play() throws InterruptedException {
        firstRelease();
        stage.pause();
        newModel();
        stage.pause();
        wholeStack();
        end();
        return List.copyOf(broken);
    }

    private void firstRelease() throws InterruptedException {
        stage.act(1, "a release earns \"last good\"");
        must("apply", "-f", file("features-v1.component.yaml"));
        must("apply", "-f", file("service.yaml"));
        must("release", "create", "-f", file("r1.release.yaml"));
        must("rollout", "start", SERVICE, "r1", "--yes");
        traffic.start();
        stage.say(
                "\nCallers send requests; the truth about each arrives a moment later. r1 has to earn its name:");
        var status = await("r1 to become last good", s -> s.lastGood().equals(Optional.of("r1")));
        if (status.isPresent()) {
            proven.add("r1 earned last good on labelled traffic");
        }
        must("status", SERVICE);
    }

    private void newModel() throws InterruptedException {
        stage.act(2, "a new model, as good as the old one offline");
        must("release", "create", "-f", file("r2.release.yaml"));
        offline("r1");
        offline("r2");
        stage.say("\nNothing about r2 can be refused beforehand. Ship it?");
        stage.pause();
        rollout("r2").ifPresent(this::afterNewModel);
    }

    private void afterNewModel(StatusView status) {
        if (status.live().equals(Optional.of("r2"))) {
            stage.say("\nr2 passed every guard and is live.");
            proven.add("r2 passed its canary and its bake");
            return;
        }
        served(status.live().orElse("?"));
        stage.say("\nr2 was taken back; traffic is on " + status.live().orElse("nothing") + ".");
        try {
            incident()
                    .ifPresent(i -> {
                        must("incident", "show", i.id());
                        proven.add(
                                "r2 was caught after "
                                        + i.answers()
                                        + " answers and put back without a person");
                        replayed(i);
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stage.say("\nr2 cannot come back by itself:");
        expect(REFUSED, "r2 is held", "rollout", "start", SERVICE, "r2", "--yes");
    }

    private void wholeStack() throws InterruptedException {
        stage.act(3, "the model with its features, there and back");
        must("apply", "-f", file("features-v2.component.yaml"));
        must("release", "create", "-f", file("r3.release.yaml"));
        var before =
                client.status(SERVICE) instanceof Outcome.Done<StatusView>(var s)
                        ? s.live()
                        : Optional.<String>empty();
        var status = rollout("r3");
        if (status.isEmpty() || !status.get().live().equals(Optional.of("r3"))) {
            stage.say(
                    "\nr3 did not pass, so there is nothing to roll back. The incident says why:");
            must("incident", "list");
            return;
        }
        proven.add("r3 passed its canary and its bake");
        stage.pause();
        stage.say("\nNow the trap: put back only the model.");
        expect(
                REFUSED,
                "the model alone was not put back",
                "rollback",
                SERVICE,
                "--only",
                "model",
                "--yes");
        stage.say("\nThe whole stack, then. First what would move:");
        must("rollback", SERVICE, "--dry-run");
        must("rollback", SERVICE, "--yes", "--reason", "demo");
        var back =
                await(
                        "traffic to be back",
                        s -> s.state().equals("steady") && s.live().equals(before));
        back.flatMap(StatusView::live)
                .ifPresent(live -> {
                    served(live);
                    proven.add("model and features went back to " + live + " together");
                });
        stage.say("\nAnd once more, because at three in the morning one does:");
        must("rollback", SERVICE, "--yes");
        must("history", SERVICE);
    }

    private void end() {
        traffic.stop();
        stage.say("");
        traffic.answers()
                .forEach((release, a) ->
                        stage.say(
                                String.format(
                                        Locale.ROOT,
                                        "  %s gave %,d answers, %s of them right",
                                        release,
                                        a.given(),
                                        percent(a.right(), a.given()))));
        stage.say(
                String.format(
                        Locale.ROOT,
                        "  %,d requests in all, %,d failed",
                        traffic.sent(),
                        traffic.failed()));
        if (traffic.failed() > 0) {
            broken.add(traffic.failed() + " requests failed");
        }
        stage.say("");
        broken.forEach(b -> stage.say("✖ " + b));
        farewell.ifPresent(stage::say);
        stage.say(
                (broken.isEmpty() ? "✔ Proven here: " : "Proven here in spite of that: ")
                        + String.join("; ", proven)
                        + ". Not proven: other models and data, load, several machines, what happens when a model's native code"
                        + " aborts.");
    }

    /// Starts a rollout and waits for its end, whichever it is.
    private Optional<StatusView> rollout(String release) throws InterruptedException {
        if (!must("rollout", "start", SERVICE, release, "--yes")) {
            return Optional.empty();
        }
        stage.say("");
        return await(
                "the rollout of " + release + " to end",
                s -> s.state().equals("steady") || s.state().equals("stuck"));
    }

    private Optional<StatusView> await(String what, Predicate<StatusView> until)
            throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        String shown = "";
        while (System.nanoTime() < end) {
            if (client.status(SERVICE) instanceof Outcome.Done<StatusView>(var status)) {
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
        broken.add("waited " + LONGEST_WAIT.toMinutes() + " minutes in vain for " + what);
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
        var quality = quality(s).map(Story::guard).orElse("");
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
                + g.candidate().map(Story::percent).orElse("?")
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

    private void offline(String release) {
        if (client.release(SERVICE, release) instanceof Outcome.Done<ReleaseView>(var view)) {
            var accuracy = Optional.ofNullable(view.evidence().metrics().get("accuracy"));
            stage.say(
                    "  "
                            + release
                            + " offline: "
                            + accuracy.map(Story::percent).orElse("no accuracy was stated")
                            + " right");
        }
    }

    /// The newest incident, once its rows were replayed or that has taken too long.
    private Optional<IncidentView> incident() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Optional<IncidentView> newest = Optional.empty();
        while (System.nanoTime() < end) {
            if (client.incidents(Optional.of(SERVICE))
                            instanceof Outcome.Done<List<IncidentView>>(var all)
                    && !all.isEmpty()) {
                newest = Optional.of(all.getFirst());
                if (newest.get().replay().isPresent() && newest.get().resolvedAt().isPresent()) {
                    return newest;
                }
            }
            Thread.sleep(LOOK);
        }
        return newest;
    }

    private void replayed(IncidentView i) {
        i.replay()
                .ifPresent(r ->
                        stage.say(
                                "\nOn "
                                        + r.rows()
                                        + " recorded patients: "
                                        + i.returnedTo().orElse("?")
                                        + " "
                                        + percent(r.returnedToRight())
                                        + " right, "
                                        + i.release()
                                        + " as it was shipped "
                                        + percent(r.releaseRight())
                                        + " right."));
    }

    /// Whether callers get their answers from the release that is said to be live.
    private void served(String release) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < end && !traffic.lastRelease().equals(release)) {
            Thread.onSpinWait();
        }
        if (!traffic.lastRelease().equals(release)) {
            broken.add("callers are answered by " + traffic.lastRelease() + ", not by " + release);
        }
    }

    private boolean must(String... words) {
        return expect(0, "", words);
    }

    private boolean expect(int code, String meaning, String... words) {
        int got = stage.run(words);
        if (got != code) {
            broken.add(
                    "'lastgood "
                            + String.join(" ", words)
                            + "' ended with "
                            + got
                            + ", not "
                            + code);
        } else if (!meaning.isEmpty()) {
            proven.add(meaning);
        }
        return got == code;
    }

    private String file(String name) {
        return files.resolve(name).toString();
    }

    private static String percent(long part, long all) {
        return all == 0 ? "none" : percent((double) part / all);
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * rate);
    }
}
