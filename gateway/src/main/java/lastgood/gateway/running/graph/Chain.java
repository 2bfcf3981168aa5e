package lastgood.gateway.running.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;

/// Whether graphs fit each other and a schema, by what their files say of their tensors.
public final class Chain {
    private final List<Graph> graphs;
    private final Map<String, TensorSpec> fromCaller = new LinkedHashMap<>();
    private final Map<String, TensorSpec> newest = new LinkedHashMap<>();
    private final List<String> misfits = new ArrayList<>();

    private Chain(List<Graph> graphs) {
        this.graphs = graphs;
    }

    /// Why these graphs do not fit in a row; empty: they do.
    public static List<String> misfits(List<Graph> graphs) {
        var chain = new Chain(graphs);
        chain.link();
        return chain.misfits;
    }

    /// What callers send and get: the tensors no graph makes, and the last graph's outputs.
    public static Schema signature(List<Graph> graphs) {
        var chain = new Chain(graphs);
        chain.link();
        return new Schema(List.copyOf(chain.fromCaller.values()), graphs.getLast().outputs());
    }

    /// Why a schema does not say what these graphs take and give; empty: it does.
    public static List<String> misfits(List<Graph> graphs, Schema schema) {
        var chain = new Chain(graphs);
        chain.link();
        chain.compare(schema);
        return chain.misfits;
    }

    private void link() {
        for (int g = 0; g < graphs.size(); g++) {
            var graph = graphs.get(g);
            for (var input : graph.inputs()) {
                take(graph, input);
            }
            if (g > 0 && !takesFrom(graphs.get(g - 1), graphs.subList(g, graphs.size()))) {
                misfits.add(
                        "'%s' gives %s, but what follows takes %s"
                                .formatted(
                                        graphs.get(g - 1).name(),
                                        graphs.get(g - 1).outputs(),
                                        graph.inputs()));
            }
            graph.outputs().forEach(output -> newest.put(output.name(), output));
        }
        if (graphs.getLast().outputs().isEmpty()) {
            misfits.add("'" + graphs.getLast().name() + "' gives no tensor");
        }
    }

    private void take(Graph graph, TensorSpec input) {
        var source = newest.get(input.name());
        if (source == null) {
            fromCaller.put(input.name(), input);
            newest.put(input.name(), input);
        } else if (!agree(source, input)) {
            misfits.add(
                    "'" + graph.name() + "' takes " + input + ", but what reaches it is " + source);
        }
    }

    private static boolean takesFrom(Graph before, List<Graph> after) {
        Set<String> given = new HashSet<>();
        before.outputs().forEach(output -> given.add(output.name()));
        return after.stream()
                .flatMap(g -> g.inputs().stream())
                .anyMatch(i -> given.contains(i.name()));
    }

    private void compare(Schema schema) {
        for (var spec : schema.inputs()) {
            compare("input", spec, Optional.ofNullable(fromCaller.get(spec.name())));
        }
        for (var spec : fromCaller.values()) {
            if (schema.input(spec.name()).isEmpty()) {
                misfits.add("the graphs take " + spec + ", which the schema does not name");
            }
        }
        var outputs = graphs.getLast().outputs();
        for (var spec : schema.outputs()) {
            compare(
                    "output",
                    spec,
                    outputs.stream().filter(o -> o.name().equals(spec.name())).findFirst());
        }
        if (schema.outputs().isEmpty()) {
            misfits.add("the schema names no output");
        }
    }

    private void compare(String side, TensorSpec said, Optional<TensorSpec> found) {
        if (found.isEmpty()) {
            misfits.add("the schema names " + side + " " + said + ", which the graphs do not have");
        } else if (!agree(said, found.get())) {
            misfits.add("the schema says " + side + " " + said + ", the graphs " + found.get());
        }
    }

    /// Same datatype and no two fixed dimensions that differ. A graph may leave its rank open by an empty shape.
    private static boolean agree(TensorSpec one, TensorSpec other) {
        if (one.datatype() != other.datatype()) {
            return false;
        }
        if (one.shape().size() != other.shape().size()) {
            return one.shape().isEmpty() || other.shape().isEmpty();
        }
        for (int d = 0; d < one.shape().size(); d++) {
            long a = one.shape().get(d);
            long b = other.shape().get(d);
            if (a != -1 && b != -1 && a != b) {
                return false;
            }
        }
        return true;
    }
}
