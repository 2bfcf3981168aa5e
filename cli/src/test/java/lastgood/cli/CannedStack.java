package lastgood.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.wire.view.ComponentView;
import lastgood.wire.view.DiffView;
import lastgood.wire.view.GraphView;
import lastgood.wire.view.ReaderView;
import lastgood.wire.view.StackView;

/// Three services on one feature table and one file of limits, as a server would show them.
final class CannedStack {
    private static final Instant T0 = Instant.parse("2026-11-22T02:13:09Z");
    static final String FRAUD = "fraud-scorer";
    private static final String TABLE = "txn-features";
    private static final String LIMITS = "limits";

    private CannedStack() {}

    static GraphView graph() {
        return new GraphView(
                List.of("chargeback-cost", FRAUD, "triage-ranker"), components(), reads());
    }

    static StackView stack() {
        return new StackView(
                "checkout-risk",
                List.of("team-risk"),
                List.of(FRAUD, "chargeback-cost", "triage-ranker"),
                List.of(
                        new StackView.Member(TABLE, "features", "one", Optional.of("v8")),
                        new StackView.Member(LIMITS, "config", "many", Optional.empty())),
                reads());
    }

    static List<ComponentView> table() {
        return components().stream().filter(c -> c.component().equals(TABLE)).toList();
    }

    private static List<ComponentView> components() {
        var world =
                new ComponentView.World(
                        "sql-pointer",
                        "txn_features_v8",
                        Canned.digest("5be1"),
                        new TreeMap<>(Map.of("view", "txn_features")));
        return List.of(
                component(LIMITS, "v1", "many", Optional.empty(), Optional.empty()),
                component(LIMITS, "v2", "many", Optional.empty(), Optional.empty()),
                component(TABLE, "v7", "one", Optional.of(List.of()), Optional.empty()),
                component(TABLE, "v8", "one", Optional.of(List.of("v7")), Optional.of(world)));
    }

    private static ComponentView component(
            String name,
            String version,
            String liveVersions,
            Optional<List<String>> reverts,
            Optional<ComponentView.World> world) {
        boolean table = name.equals(TABLE);
        SortedMap<String, List<String>> requires = new TreeMap<>();
        if (world.isPresent()) {
            requires.put(LIMITS, List.of("v1", "v2"));
        }
        return new ComponentView(
                name,
                version,
                table ? "features" : "config",
                "",
                0,
                T0,
                "cli:mlops",
                liveVersions,
                version.equals("v8"),
                world.isPresent() ? "expand" : "none",
                reverts,
                requires,
                table ? Optional.empty() : Optional.of("decisionThreshold 0.8, timeout 80ms"),
                world,
                reads().stream()
                        .filter(r -> r.component().equals(name))
                        .filter(r -> r.accepts().contains(version))
                        .toList());
    }

    private static List<ReaderView> reads() {
        return List.of(
                reader("chargeback-cost", "r5", "live", TABLE, "v7", "v8", "v7", "v8"),
                reader(FRAUD, "r11", "rollback target", LIMITS, "v1", "v1", "v1"),
                reader(FRAUD, "r11", "rollback target", TABLE, "v7", "v7", "v7"),
                reader(FRAUD, "r12", "live", LIMITS, "v2", "v2", "v2"),
                reader(FRAUD, "r12", "live", TABLE, "v8", "v8", "v8"),
                reader("triage-ranker", "r3", "rollback target", TABLE, "v7", "v7", "v7"),
                reader("triage-ranker", "r4", "live", TABLE, "v8", "v8", "v8"));
    }

    /// @param uses the version it was made with
    /// @param reads the version it reads now
    private static ReaderView reader(
            String service,
            String release,
            String role,
            String component,
            String uses,
            String reads,
            String... accepts) {
        return new ReaderView(
                service,
                release,
                role,
                component,
                Optional.of(uses),
                Optional.of(reads),
                List.of(accepts),
                Optional.of("txn-2026-10"));
    }

    static DiffView diff() {
        return new DiffView(
                FRAUD,
                "r11",
                "r12",
                List.of(
                        change(
                                "model",
                                "",
                                "fraud-v11.onnx sha256:6b1f6b1f",
                                "fraud-v12.onnx sha256:77aa77aa"),
                        change("model", "opset", "ai.onnx 17", "ai.onnx 21, ai.onnx.ml 3"),
                        change("model", "producer", "skl2onnx 1.17.0", "skl2onnx 1.19.1"),
                        change("model", "size", "48211 bytes", "51877 bytes"),
                        change("features", "", "txn-features@v7", "txn-features@v8"),
                        change("config", "component", "limits@v1", "limits@v2"),
                        change("config", "decisionThreshold", "0.8", "0.82"),
                        change("requires", "", "{txn-features=[v7]}", "{txn-features=[v8]}"),
                        change("evidence", "recall", "0.912", "0.934")),
                List.of("preprocessing", "schema", "runtime"),
                List.of());
    }

    private static DiffView.Change change(String part, String key, String from, String to) {
        return new DiffView.Change(
                part,
                Optional.of(key).filter(k -> !k.isEmpty()),
                Optional.of(from),
                Optional.of(to));
    }
}
