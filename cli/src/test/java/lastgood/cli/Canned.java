package lastgood.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.wire.view.AppliedView;
import lastgood.wire.view.ComponentView;
import lastgood.wire.view.CreatedView;
import lastgood.wire.view.DiffView;
import lastgood.wire.view.GraphView;
import lastgood.wire.view.GuardView;
import lastgood.wire.view.HeldView;
import lastgood.wire.view.HistoryView;
import lastgood.wire.view.IncidentView;
import lastgood.wire.view.MlflowView;
import lastgood.wire.view.PartView;
import lastgood.wire.view.PlanView;
import lastgood.wire.view.ReaderView;
import lastgood.wire.view.ReleaseView;
import lastgood.wire.view.RolloutView;
import lastgood.wire.view.ShadowView;
import lastgood.wire.view.SightView;
import lastgood.wire.view.StatusView;

/// What a server might answer in the course of the tumour example.
final class Canned {
    static final String SERVICE = "tumour-classifier";
    static final String R1 = digest("6b1f");
    static final Instant T0 = Desk.NOW.minusSeconds(13);
    private static final List<Double> STEPS = List.of(.1, .5, 1.0);

    private Canned() {}

    /// Two services on one features graph, and one that shares nothing.
    static GraphView graph() {
        var reads =
                List.of(
                        reader(SERVICE, "r3", "live", "v2", "v2"),
                        reader(SERVICE, "r1", "rollback target", "v1", "v1"),
                        reader("triage-ranker", "r9", "live", "v1", "v1", "v2"),
                        new ReaderView(
                                "triage-ranker",
                                "r10",
                                "candidate",
                                "tumour-features",
                                Optional.empty(),
                                Optional.empty(),
                                List.of("v2"),
                                Optional.empty()));
        return new GraphView(List.of("iris", SERVICE, "triage-ranker"), components(), reads);
    }

    static List<ComponentView> components() {
        var r2 = reader(SERVICE, "r2", "", "v1", "v1");
        var r1 = reader(SERVICE, "r1", "rollback target", "v1", "v1");
        var r9 = reader("triage-ranker", "r9", "live", "v1", "v1", "v2");
        var r3 = reader(SERVICE, "r3", "live", "v2", "v2");
        return List.of(
                component("v1", "2af4", List.of(r1, r2, r9)),
                component("v2", "90ac", List.of(r3, r9)),
                component("v3", "77aa", List.of()));
    }

    private static ComponentView component(
            String version, String digest, List<ReaderView> readers) {
        return new ComponentView(
                "tumour-features",
                version,
                "features",
                digest(digest),
                105,
                T0.minusSeconds(86_400),
                "cli:mlops",
                "many",
                false,
                "none",
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                readers);
    }

    private static ReaderView reader(
            String service, String release, String role, String uses, String... accepts) {
        return new ReaderView(
                service,
                release,
                role,
                "tumour-features",
                Optional.of(uses),
                Optional.of(uses),
                List.of(accepts),
                Optional.empty());
    }

    static String digest(String start) {
        return "sha256:" + start.repeat(16);
    }

    static List<PartView> parts() {
        return List.of(
                file("model", "model-v1.onnx", 1028, "6b1f", "onnx, opset 17"),
                file("features", "tumour-features@v1", 312, "90ac", "pinned"),
                words("preprocessing", "none"),
                new PartView(
                        "schema",
                        "1 in, 2 out",
                        Optional.empty(),
                        Optional.of(digest("3d77")),
                        "with columns"),
                words("runtime", "onnxruntime 1.29, threads 1"),
                words("config", "decisionThreshold 0.5, timeout 1000ms"));
    }

    static CreatedView created(boolean created) {
        return new CreatedView(
                SERVICE,
                "r1",
                digest("c41d"),
                created,
                parts(),
                List.of(
                        "files match their digests",
                        "model loads and answers 8 golden rows (p99 0.9 ms)",
                        "model inputs = features output (30 of 30)"),
                List.of("no ranges are known: after a trip nothing can be said about the inputs"),
                created ? List.of() : List.of("label logreg-v1b; it stays logreg-v1"));
    }

    static ReleaseView release(int number, String state, boolean good, boolean held) {
        return new ReleaseView(
                SERVICE,
                "r" + number,
                digest("c41" + number),
                Optional.of("logreg-v" + number),
                new TreeMap<>(Map.of("git.commit", "4c1f0aa9")),
                T0,
                "cli:alice",
                state,
                good,
                held ? Optional.of(held("r" + number)) : Optional.empty(),
                parts(),
                new TreeMap<>(Map.of("tumour-features", List.of("v1"))),
                new ReleaseView.Evidence(
                        Optional.of("breast-cancer/holdout-7"),
                        new TreeMap<>(Map.of("accuracy", .9684)),
                        Optional.of(digest("aaaa")),
                        false,
                        Optional.of(digest("bbbb")),
                        30));
    }

    static HeldView held(String release) {
        return new HeldView(
                release,
                Desk.NOW,
                "guard:quality.error_rate",
                "wrong on 63.3 % of 30 labelled answers, live on 5.5 %");
    }

    static GuardView guard(String metric, String verdict, double candidate, boolean near, long n) {
        return new GuardView(
                metric + " <= baseline + 2%",
                metric,
                verdict,
                verdict.equals("blind")
                        ? Optional.of("only " + n + " of 30 candidate answers")
                        : Optional.empty(),
                Optional.of(candidate),
                Optional.of(.055),
                Optional.of(candidate - .055),
                Optional.of(.075),
                n,
                Math.round(n * candidate),
                !near && candidate <= .075,
                near,
                verdict.equals("tripped") ? 13360 : 1.2,
                3827,
                false,
                Optional.empty());
    }

    /// The same, with labels of requests that both releases answered.
    static GuardView paired(GuardView g, long labelled, long differ, long against) {
        return new GuardView(
                g.guard(),
                g.metric(),
                g.verdict(),
                g.why(),
                g.candidate(),
                g.baseline(),
                g.difference(),
                g.bound(),
                g.n(),
                g.bad(),
                g.pointInside(),
                g.near(),
                g.evidence(),
                g.needed(),
                g.frozen(),
                Optional.of(new GuardView.Pairs(labelled, differ, against)));
    }

    static RolloutView canary(String state, int step, List<GuardView> guards) {
        return new RolloutView(
                SERVICE,
                2,
                "r2",
                Optional.of("r1"),
                state,
                state.equals("paused") ? Optional.of("restart") : Optional.empty(),
                step,
                STEPS,
                List.of(),
                state.equals("paused") ? 0 : STEPS.get(step - 1),
                T0,
                "cli:alice",
                state.equals("canary") || state.equals("baking")
                        ? Optional.of(Desk.NOW.plusSeconds(228))
                        : Optional.empty(),
                Optional.empty(),
                guards,
                List.of(),
                state.equals("baking")
                        ? Optional.of(
                                "every guard let it pass; inconclusive: not proven by http.error_rate <= baseline + 0.5%")
                        : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static RolloutView started() {
        var canary =
                canary("canary", 1, List.of(guard("quality.error_rate", "blind", 0, false, 0)));
        return new RolloutView(
                canary.service(),
                canary.rollout(),
                canary.release(),
                canary.origin(),
                canary.state(),
                canary.why(),
                canary.step(),
                canary.steps(),
                canary.audience(),
                canary.share(),
                canary.startedAt(),
                canary.by(),
                canary.until(),
                canary.waits(),
                canary.guards(),
                List.of(
                        sight(1, .1, "quality.error_rate", 4, true, Optional.of(60L)),
                        sight(1, .1, "http.error_rate", 2, false, Optional.of(6400L)),
                        sight(2, .5, "features.invalid", 2, false, Optional.empty())),
                canary.promoted(),
                canary.shadow(),
                canary.end());
    }

    /// Its callers have sent labels of what live answered.
    static RolloutView shadowLabelled() {
        return shadow(
                paired(guard("quality.error_rate", "watching", .06, false, 217), 217, 21, 11));
    }

    static RolloutView shadow() {
        return shadow(guard("quality.error_rate", "notApplicable", 0, false, 0));
    }

    private static RolloutView shadow(GuardView quality) {
        return new RolloutView(
                SERVICE,
                2,
                "r2",
                Optional.of("r1"),
                "shadow",
                Optional.empty(),
                1,
                List.of(0.0, .1, .5, 1.0),
                List.of("include x-lastgood-try: beta", "only x-country: de, at"),
                0,
                T0,
                "cli:alice",
                Optional.empty(),
                Optional.empty(),
                List.of(guard("http.error_rate", "watching", .01, false, 61), quality),
                List.of(),
                Optional.empty(),
                Optional.of(
                        new ShadowView(
                                "shadow 200",
                                120,
                                Optional.of(.95),
                                Optional.of(.02),
                                Optional.of(.5),
                                2,
                                1,
                                0,
                                3,
                                Optional.of(1.25),
                                Optional.of(1.0))),
                Optional.empty());
    }

    static RolloutView over(String state, String by, String why) {
        return new RolloutView(
                SERVICE,
                2,
                "r2",
                Optional.of("r1"),
                state,
                Optional.empty(),
                1,
                STEPS,
                List.of(),
                state.equals("good") ? 1 : 0,
                T0,
                "cli:alice",
                Optional.empty(),
                Optional.empty(),
                List.of(
                        guard(
                                "quality.error_rate",
                                state.equals("good") ? "ok" : "tripped",
                                state.equals("good") ? .05 : .633,
                                false,
                                30)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RolloutView.End(Desk.NOW, by, why)));
    }

    static StatusView steady() {
        return new StatusView(
                SERVICE,
                "steady",
                Optional.empty(),
                Optional.of("r3"),
                Optional.of("r3"),
                Optional.empty(),
                Optional.of("r1"),
                Optional.empty(),
                0,
                11,
                new StatusView.Readiness(true, List.of()),
                List.of(held("r2")),
                0,
                false,
                List.of(),
                Optional.empty(),
                Optional.of(
                        new MlflowView(
                                Optional.of("models:/tumours/3"),
                                Optional.of("models:/tumours/3"),
                                Optional.of(Desk.NOW),
                                Optional.empty())),
                Optional.empty());
    }

    static StatusView inCanary() {
        return new StatusView(
                SERVICE,
                "canary",
                Optional.empty(),
                Optional.of("r1"),
                Optional.of("r1"),
                Optional.empty(),
                Optional.of("r1"),
                Optional.of("r2"),
                .1,
                3,
                new StatusView.Readiness(true, List.of()),
                List.of(),
                0,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        canary(
                                "canary",
                                1,
                                List.of(
                                        guard("http.error_rate", "ok", 0, false, 1204),
                                        guard(
                                                "quality.error_rate",
                                                "watching",
                                                .081,
                                                true,
                                                122)))));
    }

    static StatusView stuck() {
        return new StatusView(
                "wine",
                "stuck",
                Optional.of("the release that serves tripped, and there is nothing to go back to"),
                Optional.of("r1"),
                Optional.empty(),
                Optional.of("no traffic yet"),
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                new StatusView.Readiness(
                        false, List.of("there is no older good release", "r1 tripped")),
                List.of(),
                2,
                true,
                List.of(),
                Optional.empty(),
                Optional.of(
                        new MlflowView(
                                Optional.of("models:/wine/1"),
                                Optional.empty(),
                                Optional.of(Desk.NOW),
                                Optional.of("No MLflow server answers at http://127.0.0.1:5000."))),
                Optional.empty());
    }

    static List<HistoryView> history() {
        return List.of(
                line(
                        0,
                        "r1",
                        "r2",
                        null,
                        "rollback",
                        "guard:quality.error_rate",
                        "+57.8 pp wrong, INC-3"),
                line(13, "r1", null, "r2", "canary", "cli:alice", "rollout 2, step 1 of 3"),
                line(2_678_400, "r1", null, null, "first", "cli:alice", "initial release"));
    }

    static IncidentView incident() {
        return new IncidentView(
                "INC-3",
                SERVICE,
                2,
                "r2",
                Optional.of("r1"),
                Desk.NOW,
                Optional.of(Desk.NOW.plusMillis(83)),
                List.of(
                        new IncidentView.Trip(
                                "quality.error_rate <= baseline + 2%",
                                "quality.error_rate",
                                Optional.of(.633),
                                Optional.of(.055),
                                Optional.of(.075),
                                30,
                                13360,
                                Optional.empty(),
                                Optional.empty())),
                30,
                19,
                0,
                Optional.of(
                        new IncidentView.Suspect(
                                "features",
                                "6 of r2's 30 inputs lie outside the ranges of its training evidence (\"mean radius\": trained on 0.7 to 2.7, sees 7 to 27, a factor of 10); r1's do not.")),
                Optional.of(new IncidentView.Replay(285, .372, .968)),
                true,
                Optional.empty());
    }

    static PlanView plan(String verdict, boolean done, String... reasons) {
        return new PlanView(
                Optional.of("r1"),
                verdict,
                List.of(
                        PlanView.Change.ofPart(SERVICE, "release", "r3", "r1", "switch"),
                        PlanView.Change.ofPart(
                                SERVICE,
                                "model",
                                "model-v2.onnx sha256:77aa77aa",
                                "model-v1.onnx sha256:6b1f6b1f",
                                "switch"),
                        PlanView.Change.ofPart(
                                SERVICE,
                                "features",
                                "tumour-features@v2",
                                "tumour-features@v1",
                                "pin")),
                List.of("preprocessing", "schema", "runtime", "config"),
                List.of(new PlanView.Impact("triage", "stays on r9, which accepts v1 and v2")),
                List.of(reasons),
                done,
                0,
                false,
                Optional.empty(),
                Optional.empty());
    }

    /// fraud-scorer goes back to what reads the older features; they go with it, and so does who cannot read them.
    static PlanView together() {
        return new PlanView(
                Optional.of("r11"),
                "OK",
                List.of(
                        PlanView.Change.ofPart("fraud-scorer", "release", "r12", "r11", "switch"),
                        PlanView.Change.ofPart(
                                "fraud-scorer",
                                "model",
                                "fraud-v12.onnx sha256:77aa77aa",
                                "fraud-v11.onnx sha256:6b1f6b1f",
                                "switch"),
                        PlanView.Change.ofPart(
                                "fraud-scorer",
                                "features",
                                "txn-features@v8",
                                "txn-features@v7",
                                "restore"),
                        PlanView.Change.ofPart("triage-ranker", "release", "r4", "r3", "switch"),
                        PlanView.Change.ofPart(
                                "triage-ranker",
                                "features",
                                "txn-features@v8",
                                "txn-features@v7",
                                "restore"),
                        PlanView.Change.ofComponent("txn-features", "v8", "v7", "restore")),
                List.of("preprocessing", "schema", "runtime", "config"),
                List.of(
                        new PlanView.Impact(
                                "chargeback-cost", "stays on r5: accepts txn-features [v7, v8]"),
                        new PlanView.Impact(
                                "triage-ranker",
                                "goes back from r4 to r3: r4 accepts txn-features [v8] only")),
                List.of("txn-features v8 says that it can go back to v7 (migration: expand)"),
                false,
                0,
                false,
                Optional.empty(),
                Optional.empty());
    }

    static PlanView tangled() {
        return new PlanView(
                Optional.of("r11"),
                "BLOCKED",
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        "fraud-scorer r11 accepts txn-features [v7], not v8",
                        "chargeback-cost r5 accepts txn-features [v8], not v7",
                        "txn-features v8 goes back to [v7] only",
                        "r10 can be gone back to: lastgood rollback fraud-scorer --to r10"),
                false,
                0,
                false,
                Optional.empty(),
                Optional.empty());
    }

    static PlanView nothing() {
        return new PlanView(
                Optional.empty(),
                "OK",
                List.of(),
                List.of(),
                List.of(),
                List.of("already back on r1 since 2026-11-23T02:13:09Z"),
                false,
                0,
                false,
                Optional.empty(),
                Optional.empty());
    }

    static DiffView diff() {
        return new DiffView(
                SERVICE,
                "r1",
                "r3",
                List.of(
                        new DiffView.Change(
                                "model",
                                Optional.empty(),
                                Optional.of("model-v1.onnx sha256:6b1f6b1f"),
                                Optional.of("model-v2-with-a-long-name.onnx sha256:77aa77aa")),
                        new DiffView.Change(
                                "features",
                                Optional.empty(),
                                Optional.of("tumour-features@v1"),
                                Optional.of("tumour-features@v2")),
                        new DiffView.Change(
                                "config",
                                Optional.of("decisionThreshold"),
                                Optional.of("0.5"),
                                Optional.of("0.47")),
                        new DiffView.Change(
                                "config",
                                Optional.of("batchMax"),
                                Optional.empty(),
                                Optional.of("64"))),
                List.of("preprocessing", "schema", "runtime"),
                List.of());
    }

    static DiffView diffOfSchemas() {
        return new DiffView(
                SERVICE,
                "r1",
                "r3",
                List.of(
                        change(
                                "model",
                                "",
                                "model-v1.onnx sha256:6b1f",
                                "model-v2.onnx sha256:77aa"),
                        change("schema", "inputs.X[0]", "mean radius mm", "mean radius cm"),
                        change("schema", "outputs.label", "INT64 [-1]", "INT64 [-1, 2]"),
                        change("config", "decisionThreshold", "0.5", "0.47")),
                List.of("features", "preprocessing", "runtime"),
                List.of(
                        new DiffView.Break(
                                "request",
                                "X",
                                Optional.of("mean radius"),
                                "unit",
                                "mm",
                                "cm",
                                "input X mean radius has another unit (mm → cm)"),
                        new DiffView.Break(
                                "answer",
                                "label",
                                Optional.empty(),
                                "shape",
                                "[-1]",
                                "[-1, 2]",
                                "output label may come in another shape ([-1] → [-1, 2])")));
    }

    private static DiffView.Change change(String part, String key, String from, String to) {
        return new DiffView.Change(
                part,
                Optional.of(key).filter(k -> !k.isEmpty()),
                Optional.of(from),
                Optional.of(to));
    }

    static List<AppliedView> applied() {
        return List.of(
                new AppliedView("Component", "tumour-features@v1", "unchanged", List.of()),
                new AppliedView(
                        "Service",
                        SERVICE,
                        "changed",
                        List.of("a rollout runs; it keeps the terms it started with")));
    }

    private static SightView sight(
            int step,
            double share,
            String metric,
            double factor,
            boolean seen,
            Optional<Long> needs) {
        return new SightView(
                step,
                share,
                metric,
                metric,
                factor,
                .05,
                seen,
                needs,
                step == 1 ? Optional.of(120L) : Optional.empty(),
                step == 1 ? needs.map(n -> n / 2.0) : Optional.empty());
    }

    private static HistoryView line(
            long ago,
            String live,
            @org.jspecify.annotations.Nullable String from,
            @org.jspecify.annotations.Nullable String candidate,
            String how,
            String by,
            String why) {
        return new HistoryView(
                Desk.NOW.minusSeconds(ago),
                Optional.of(live),
                Optional.ofNullable(from),
                Optional.ofNullable(candidate),
                how,
                by,
                why);
    }

    private static PartView file(String part, String what, long size, String start, String note) {
        return new PartView(part, what, Optional.of(size), Optional.of(digest(start)), note);
    }

    private static PartView words(String part, String what) {
        return new PartView(part, what, Optional.empty(), Optional.empty(), "");
    }
}
