package lastgood.server.soak.client;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What releases must answer, computed here from their own files: the server has no part in it.
public final class Oracle {
    private final Map<String, List<Numbers>> answers = new HashMap<>();
    private final List<Row> rows;

    public Oracle(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /// Computes the answers of a release that runs these graphs one after the other.
    public Oracle with(String release, List<Path> graphs) {
        answers.put(release, compute(graphs, rows));
        return this;
    }

    /// The rows on which all releases differ so much that an answer tells which of them gave it.
    public List<Row> telling() {
        return rows.stream().filter(this::tells).toList();
    }

    /// Whether `numbers` are what the release says of the row. Of a release it never heard of nothing is right.
    public boolean agrees(String release, Row row, Numbers numbers) {
        var known = answers.get(release);
        return known != null && known.get(row.index()).agreesWith(numbers);
    }

    /// What the release says of the row.
    public Numbers answer(String release, Row row) {
        var known = answers.get(release);
        if (known == null) {
            throw new IllegalArgumentException("nothing is known of " + release);
        }
        return known.get(row.index());
    }

    /// What is wrong with an answer: it is none, or its numbers are not those of the release it names.
    public Optional<String> objection(Row row, Answer answer) {
        var body = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.status() != 200) {
            return Optional.of(
                    "row %d was answered with %d: %s"
                            .formatted(row.index(), answer.status(), body));
        }
        try {
            return agrees(answer.release(), row, Numbers.of(answer.body()))
                    ? Optional.empty()
                    : Optional.of(
                            "row %d was answered as '%s' with %s"
                                    .formatted(row.index(), answer.release(), body));
        } catch (RuntimeException e) {
            return Optional.of(
                    "row %d has an answer that is none: %s".formatted(row.index(), body));
        }
    }

    private boolean tells(Row row) {
        var all = answers.values().stream().map(a -> a.get(row.index())).toList();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                if (!all.get(i).isFarFrom(all.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Numbers> compute(List<Path> graphs, List<Row> rows) {
        var sessions = new ArrayList<OrtSession>();
        try {
            for (var graph : graphs) {
                sessions.add(OrtEnvironment.getEnvironment().createSession(graph.toString()));
            }
            var all = new ArrayList<Numbers>();
            for (var row : rows) {
                all.add(run(sessions, row));
            }
            for (var session : sessions) {
                session.close();
            }
            return List.copyOf(all);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run " + graphs, e);
        }
    }

    /// Every graph but the last takes and gives one tensor.
    private static Numbers run(List<OrtSession> sessions, Row row) throws OrtException {
        float[][] batch = {row.values()};
        for (var session : sessions.subList(0, sessions.size() - 1)) {
            try (var in = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), batch);
                    var out = session.run(Map.of(session.getInputNames().iterator().next(), in))) {
                batch = (float[][]) out.get(0).getValue();
            }
        }
        var model = sessions.getLast();
        try (var in = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), batch);
                var out = model.run(Map.of(model.getInputNames().iterator().next(), in))) {
            return new Numbers(
                    ((long[]) value(out, "label").getValue())[0],
                    ((float[][]) value(out, "probabilities").getValue())[0]);
        }
    }

    private static OnnxValue value(OrtSession.Result result, String name) {
        return result.get(name)
                .orElseThrow(() -> new IllegalArgumentException("no output " + name));
    }
}
