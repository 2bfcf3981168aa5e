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
import lastgood.wire.view.IncidentView;
import lastgood.wire.view.ReleaseView;
import lastgood.wire.view.StatusView;

/// Three acts: a release earns *last good*; a new model goes out; a whole stack goes out and comes back.
///
/// The story waits for an outcome and tells which one it was. Whether a release passes is not up to it.
final class Story {
    static final String SERVICE = "tumour-classifier";
    static final String TRIAGE = "triage-ranker";
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int REFUSED = 5;

    private final Stage stage;
    private final ControlClient client;
    private final Watching watching;
    private final Crowd crowd;
    private final Traffic traffic;
    private final Path files;
    private final Pipeline pipeline;
    private final Optional<String> farewell;
    private final List<String> broken = new ArrayList<>();
    private final List<String> proven = new ArrayList<>();

    /// @param farewell what is said before the last line, which tells what was proven
    Story(
            Stage stage,
            ControlClient client,
            Crowd crowd,
            Path files,
            Pipeline pipeline,
            Optional<String> farewell) {
        this.farewell = farewell;
        this.stage = stage;
        this.client = client;
        this.watching = new Watching(stage, client, SERVICE);
        this.crowd = crowd;
        this.traffic = crowd.classified();
        this.pipeline = pipeline;
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
        must("apply", "-f", pipeline.declared("v1"));
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
        stage.act(3, "one feature pipeline, two services: there and back together");
        stage.say(
                "A second service ranks patients by the same features, and a nightly job opens them through a link.\n"
                        + "All of them read one version:");
        must("apply", "-f", file("stack.yaml"));
        must("apply", "-f", file("triage.service.yaml"));
        must("release", "create", "-f", file("triage.release.yaml"));
        must("rollout", "start", TRIAGE, "r1", "--yes");
        crowd.ranked().startUnlabelled();
        must("apply", "-f", pipeline.declared("v2"));
        must("release", "create", "-f", file("r3.release.yaml"));
        stage.say(
                "\nr3 needs features v2, so it cannot be tried beside r1: model, features and link go out in one switch.");
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
        proven.add("r3 went out with the features it needs and passed its bake");
        linked("v2");
        must("graph");
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
        stage.say("\nThe whole stack, then. First what would move, and what it means for others:");
        must("rollback", SERVICE, "--dry-run");
        must("rollback", SERVICE, "--yes", "--reason", "demo");
        var back =
                await(
                        "traffic to be back",
                        s -> s.state().equals("steady") && s.live().equals(before));
        back.flatMap(StatusView::live)
                .ifPresent(live -> {
                    served(live);
                    linked("v1");
                    proven.add(
                            "model, features and the nightly job's link went back to "
                                    + live
                                    + " together, and "
                                    + TRIAGE
                                    + " went on without noticing");
                });
        stage.say("\nAnd once more, because at three in the morning one does:");
        must("rollback", SERVICE, "--yes");
        must("history", SERVICE);
    }

    /// The link is looked at on the disk, not in anything that lastgood says.
    private void linked(String version) {
        stage.say("\nThe nightly job's link leads to " + pipeline.live() + ".");
        if (!pipeline.live().equals(version)) {
            broken.add("the link leads to " + pipeline.live() + ", not to " + version);
        }
    }

    private void end() {
        crowd.stop();
        stage.say("");
        crowd.ranked()
                .answers()
                .forEach((release, a) ->
                        stage.say(
                                String.format(
                                        Locale.ROOT,
                                        "  %s %s gave %,d answers",
                                        TRIAGE,
                                        release,
                                        a.given())));
        traffic.answers()
                .forEach((release, a) ->
                        stage.say(
                                String.format(
                                        Locale.ROOT,
                                        "  %s gave %,d answers, %s of them right",
                                        release,
                                        a.given(),
                                        Watching.percent(a.right(), a.given()))));
        stage.say(
                String.format(
                        Locale.ROOT,
                        "  %,d requests in all, %,d failed",
                        crowd.sent(),
                        crowd.failed()));
        if (crowd.failed() > 0) {
            broken.add(crowd.failed() + " requests failed: " + String.join("; ", crowd.failures()));
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
        var seen = watching.await(until);
        if (seen.isEmpty()) {
            broken.add("waited " + Watching.LONGEST.toMinutes() + " minutes in vain for " + what);
        }
        return seen;
    }

    private void offline(String release) {
        if (client.release(SERVICE, release) instanceof Outcome.Done<ReleaseView>(var view)) {
            var accuracy = Optional.ofNullable(view.evidence().metrics().get("accuracy"));
            stage.say(
                    "  "
                            + release
                            + " offline: "
                            + accuracy.map(Watching::percent).orElse("no accuracy was stated")
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
                                        + Watching.percent(r.returnedToRight())
                                        + " right, "
                                        + i.release()
                                        + " as it was shipped "
                                        + Watching.percent(r.releaseRight())
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
}
