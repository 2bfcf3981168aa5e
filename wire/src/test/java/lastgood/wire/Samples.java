package lastgood.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Metric;
import lastgood.core.guard.PairCount;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.incident.Incident;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.PartName;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Schema;
import lastgood.core.release.ServiceName;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollback.Plan;
import lastgood.core.rollout.Hold;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Shadow;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.Standing;
import lastgood.core.rollout.State;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;

/// Values of core as they might be in the middle of the tumour example.
public final class Samples {
    public static final Instant T0 = Instant.parse("2026-11-23T02:13:54.120Z");
    public static final ServiceName SERVICE = new ServiceName("tumour-classifier");
    public static final Actor ALICE = new Actor("cli:alice");
    public static final ReleaseId R1 = new ReleaseId(1, digest('1'));
    public static final ReleaseId R2 = new ReleaseId(2, digest('2'));
    public static final ReleaseId R3 = new ReleaseId(3, digest('3'));
    public static final Guard QUALITY =
            new Guard(
                    "quality.error_rate <= baseline + 2%",
                    Metric.QUALITY_ERROR_RATE, new Bound.Above(.02), false, 30, false);

    private Samples() {}

    public static Digest digest(char digit) {
        return new Digest(String.valueOf(digit).repeat(64));
    }

    public static Rollout rollout() {
        var terms =
                new Terms(
                        List.of(new Share(.1), new Share(.5), Share.ALL),
                        Duration.ofMinutes(10),
                        Duration.ofHours(24),
                        50,
                        Optional.empty(),
                        new GuardSet(List.of(QUALITY)));
        return new Rollout(2, R2, new Rollout.Origin.Live(R1), terms, T0, ALICE);
    }

    public static Standing standing() {
        var held = new TreeMap<Integer, Hold>();
        held.put(3, new Hold(T0, Actor.guard("http.error_rate"), "tripped"));
        return new Standing(Optional.empty(), List.of(R1, R2, R3), List.of(1), held, 7, 2);
    }

    public static State canary() {
        return new State(standing(), new Phase.Canary(rollout(), R1, 0, T0.plusSeconds(600)));
    }

    public static State shadow() {
        var canary = rollout();
        var terms = canary.terms();
        var shadowed =
                new Terms(
                        List.of(Share.NONE, new Share(.1), Share.ALL),
                        terms.stepTime(),
                        terms.bake(),
                        terms.minRequests(),
                        terms.maxDuration(),
                        terms.guards(),
                        Optional.of(new Shadow.Answers(200)));
        var rollout = new Rollout(2, R2, canary.origin(), shadowed, T0, ALICE);
        return new State(standing(), new Phase.Canary(rollout, R1, 0, T0));
    }

    public static Comparison compared() {
        return new Comparison(120, 120, 114, 120, 2.4, .5, 2, 1, 0, 3, 150_000_000, 120_000_000);
    }

    public static State in(Phase phase) {
        return new State(standing(), phase);
    }

    /// Of the same counts, told by what was right.
    public static Reading accuracy(Verdict verdict, boolean inside) {
        var guard =
                new Guard(
                        "quality.accuracy >= baseline - 2%",
                        Metric.QUALITY_ACCURACY, new Bound.Above(.02), false, 30, false);
        return reading(guard, verdict, inside);
    }

    public static Reading reading(Verdict verdict, boolean inside) {
        return reading(QUALITY, verdict, inside);
    }

    private static Reading reading(Guard guard, Verdict verdict, boolean inside) {
        return new Reading(
                guard,
                verdict,
                OptionalDouble.of(.625),
                OptionalDouble.of(.05),
                OptionalDouble.of(.07),
                40,
                25,
                9.5,
                8.25,
                inside,
                false,
                false);
    }

    /// The same, of requests that both releases answered, in shadow.
    public static Reading paired(Verdict verdict, boolean inside) {
        var r = reading(verdict, inside);
        return new Reading(
                r.guard(),
                verdict,
                r.candidate(),
                r.baseline(),
                r.bound(),
                r.n(),
                r.bad(),
                r.logEvidence(),
                r.threshold(),
                inside,
                false,
                false,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                Optional.of(new PairCount(40, 24, 1)));
    }

    public static Reading blind() {
        return new Reading(
                Guard.HARD_LIMIT,
                new Verdict.Blind("3 of 30 units", false),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(.2),
                3,
                0,
                0,
                6.5,
                true,
                false,
                false);
    }

    public static Incident incident() {
        return new Incident(
                3,
                SERVICE,
                2,
                R2,
                Optional.of(R1),
                T0.plusSeconds(13),
                Optional.of(T0.plusSeconds(14)),
                List.of(reading(new Verdict.Tripped(), false)),
                40,
                25,
                0,
                Optional.of(
                        new Incident.Suspect(
                                PartName.FEATURES,
                                "\"mean radius\": trained on 0.7 to 2.7, sees 7 to 27")),
                Optional.of(new Incident.Replay(285, .372, .968)),
                true);
    }

    public static Plan plan() {
        return new Plan(
                Optional.of(R1),
                Plan.Fit.OK,
                List.of(
                        new Plan.Change.OfPart(SERVICE, "release", "r3", "r1", "switch"),
                        new Plan.Change.OfPart(
                                SERVICE,
                                "model",
                                "model-v2.onnx sha256:77aa77aa",
                                "model-v1.onnx sha256:6b1f6b1f",
                                "switch"),
                        new Plan.Change.OfPart(
                                SERVICE,
                                "features",
                                "tumour-features@v2",
                                "tumour-features@v1",
                                "pin")),
                List.of("preprocessing", "schema", "runtime", "config"),
                List.of(new Plan.Impact(new ServiceName("triage"), "stays where it is")),
                List.of("r1 is good"));
    }

    /// The same in centimetres, with a probability in place of the label.
    public static Release otherSchema(Release release) {
        var centimetres =
                new Column(
                        "mean radius",
                        Optional.of("cm"),
                        Optional.of(0.0),
                        Optional.of(5.622),
                        List.of(),
                        false);
        var schema =
                new Schema(
                        List.of(
                                new TensorSpec(
                                        "X",
                                        Datatype.FP32,
                                        List.of(-1L, 1L),
                                        List.of(centimetres))),
                        List.of(new TensorSpec("p", Datatype.FP32, List.of(-1L), List.of())));
        var parts = release.parts();
        return new Release(
                release.service(),
                release.id(),
                new Manifest(
                        new Parts(
                                parts.model(),
                                parts.features(),
                                parts.preprocessing(),
                                schema,
                                parts.runtime(),
                                parts.config()),
                        release.manifest().requires()),
                release.label(),
                release.annotations(),
                release.evidence(),
                release.at(),
                release.by());
    }

    public static Release release(ReleaseId id, String features, double threshold) {
        var values = new TreeMap<String, String>(Map.of("clampMin", "0"));
        var parts =
                new Parts(
                        new Parts.Model(new Blob("model.onnx", digest('a'), 1028)),
                        new Parts.Features.Shared(
                                new ComponentId("tumour-features", features),
                                new Blob("features.onnx", digest('f'), 300)),
                        new Parts.Preprocessing.None(),
                        new Schema(
                                List.of(
                                        new TensorSpec(
                                                "X",
                                                Datatype.FP32,
                                                List.of(-1L, 1L),
                                                List.of(
                                                        new Column(
                                                                "mean radius",
                                                                Optional.of("mm"),
                                                                Optional.of(0.0),
                                                                Optional.of(56.22),
                                                                List.of(),
                                                                false)))),
                                List.of(
                                        new TensorSpec(
                                                "label", Datatype.INT64, List.of(-1L), List.of()))),
                        new Parts.Runtime("onnxruntime", Optional.of("1.29"), 1, Optional.empty()),
                        new Parts.Config(
                                Duration.ofMillis(200), threshold, Optional.of(64), values));
        var versions = new TreeMap<String, List<String>>();
        versions.put("tumour-features", List.of(features));
        return new Release(
                SERVICE,
                id,
                new Manifest(parts, new Requires(versions)),
                Optional.of("logreg-" + features),
                new TreeMap<>(Map.of("git.commit", "4c1f0aa9")),
                new OfflineEvidence(
                        Optional.of("holdout-7"),
                        new TreeMap<>(Map.of("accuracy", .9684)),
                        Optional.of(new Blob("golden.ndjson", digest('9'), 80)),
                        false,
                        Optional.empty(),
                        List.of()),
                T0,
                ALICE);
    }
}
