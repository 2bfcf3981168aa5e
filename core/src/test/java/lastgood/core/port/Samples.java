package lastgood.core.port;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Metric;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Schema;
import lastgood.core.release.ServiceName;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.Standing;
import lastgood.core.rollout.State;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.Requires;

/// Small things of every kind, for tests of the ports and of those who use them.
public final class Samples {
    public static final ServiceName TUMOUR = new ServiceName("tumour");
    public static final ServiceName WINE = new ServiceName("wine");
    public static final Actor ALICE = new Actor("cli:alice");
    public static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456789Z");

    private Samples() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The blob whose bytes are its own name.
    public static Blob blob(String name) {
        return new Blob(name, Digest.of(bytes(name)), bytes(name).length);
    }

    public static ReleaseId releaseId(int number) {
        return new ReleaseId(number, Digest.of(bytes("release " + number)));
    }

    public static Schema schema() {
        var radius =
                new Column(
                        "mean radius",
                        Optional.of("mm"),
                        Optional.of(0.1),
                        Optional.empty(),
                        List.of(),
                        false);
        return new Schema(
                List.of(new TensorSpec("X", Datatype.FP32, List.of(-1L, 1L), List.of(radius))),
                List.of(new TensorSpec("label", Datatype.INT64, List.of(-1L), List.of())));
    }

    public static Parts parts(Blob model) {
        return new Parts(
                new Parts.Model(model),
                new Parts.Features.None(),
                new Parts.Preprocessing.None(),
                schema(),
                new Parts.Runtime("onnxruntime", Optional.empty(), 1, Optional.empty()),
                Parts.Config.DEFAULT);
    }

    public static Manifest manifest(Blob model) {
        return new Manifest(parts(model), Requires.NOTHING);
    }

    /// @param digest as sealed
    public static Release release(ServiceName service, int number, Blob model, Digest digest) {
        return new Release(
                service,
                new ReleaseId(number, digest),
                manifest(model),
                Optional.of("lr-" + number),
                new TreeMap<>(Map.of("git", "0a1b2c")),
                evidence(),
                NOON.plusSeconds(number),
                ALICE);
    }

    public static OfflineEvidence evidence() {
        return new OfflineEvidence(
                Optional.of("wdbc"),
                new TreeMap<>(Map.of("accuracy", 0.968)),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(new OfflineEvidence.Range("X", 0, "mean radius", 6.9, 28.1)));
    }

    public static Terms terms() {
        var guard =
                new Guard(
                        "errors",
                        Metric.HTTP_ERROR_RATE,
                        new Bound.Above(.005),
                        false,
                        Guard.MIN_SAMPLES,
                        false);
        return new Terms(
                List.of(new Share(.1), Share.ALL),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                50,
                Optional.empty(),
                new GuardSet(List.of(guard)));
    }

    public static Settings settings() {
        return new Settings(
                Settings.Task.CLASSIFICATION, terms(), Optional.empty(), List.of("ml@example.org"));
    }

    /// A tripped hard limit.
    public static Reading tripped() {
        return new Reading(
                Guard.HARD_LIMIT,
                new Verdict.Tripped(),
                OptionalDouble.of(.5),
                OptionalDouble.empty(),
                OptionalDouble.of(.2),
                20,
                10,
                7.5,
                6.2,
                false,
                false,
                false);
    }

    /// What the journal holds after release `number` was created, and nothing before it mattered.
    public static Journal.Entry created(int number) {
        var id = releaseId(number);
        var at = NOON.plusSeconds(number);
        var standing =
                new Standing(
                        Optional.of(settings()), List.of(id), List.of(), new TreeMap<>(), 1, 0);
        var line =
                new HistoryLine(
                        at,
                        Optional.of(id),
                        Optional.empty(),
                        Optional.empty(),
                        "first",
                        ALICE,
                        "first release");
        return new Journal.Entry(
                new Event.Created(at, ALICE, id.digest()),
                new Decision.Changed(
                        new State(standing, new Phase.Steady(id)),
                        List.of(),
                        Optional.of(line),
                        false));
    }

    /// A service's first hour, decided one after the other: two releases, one rollout, a hold that is lifted, a rollback.
    public static List<Journal.Entry> story() {
        var r1 = releaseId(1);
        var r2 = releaseId(2);
        var entries = new ArrayList<Journal.Entry>();
        var state = State.NEW;
        for (var event :
                List.of(
                        new Event.Applied(NOON, ALICE, settings()),
                        new Event.Created(NOON, ALICE, r1.digest()),
                        new Event.Created(NOON, ALICE, r2.digest()),
                        new Event.Created(NOON, ALICE, releaseId(3).digest()),
                        new Event.Held(NOON, ALICE, r2, "a wrong batch"),
                        new Event.Started(NOON, ALICE, r1, terms()),
                        new Event.Unheld(NOON, ALICE, r2, "it was another"),
                        new Event.Started(NOON, ALICE, releaseId(3), terms()),
                        new Event.Stopped(NOON, ALICE, ""),
                        new Event.Restarted(NOON.plusSeconds(60)))) {
            if (Rules.decide(state, event) instanceof Decision.Changed changed) {
                entries.add(new Journal.Entry(event, changed));
                state = changed.next();
            }
        }
        return entries;
    }

    public static Route settled(ServiceName service, long epoch, ReleaseId live) {
        return new Route(service, epoch, new Route.Split.Settled(live));
    }

    /// Half to live and half to the candidate, in the first step of a rollout.
    public static Route trying(
            ServiceName service, long epoch, ReleaseId live, ReleaseId candidate, int rollout) {
        var watch = new Route.Watch(rollout, 0, java.util.Set.of(), false);
        return new Route(
                service, epoch, new Route.Split.Trying(live, candidate, new Share(.5), watch));
    }

    /// A prediction by release 2, the candidate of rollout 1, in its first step.
    public static Prediction prediction(int nonce, Value... values) {
        return new Prediction(
                NOON.toEpochMilli(),
                2,
                1,
                0,
                Arm.CANDIDATE,
                false,
                OptionalInt.empty(),
                List.of(values),
                nonce);
    }

    /// A prediction by release 1, live in rollout 1, in its first step.
    public static Prediction byLive(int nonce, Value... values) {
        return new Prediction(
                NOON.toEpochMilli(),
                1,
                1,
                0,
                Arm.LIVE,
                false,
                OptionalInt.empty(),
                List.of(values),
                nonce);
    }
}
