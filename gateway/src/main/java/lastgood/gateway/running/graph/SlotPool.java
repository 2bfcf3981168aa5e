package lastgood.gateway.running.graph;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.Tensor;

/// The slots of some graphs that nobody uses right now, by the shapes of what callers send. Whoever takes some gives them
/// back after one run; so there are as many as ever ran at once.
final class SlotPool implements AutoCloseable {
    /// Shapes that slots are kept for: callers send the same few as a rule.
    private static final int MOST_SHAPES = 8;

    private final List<Graph> graphs;
    private final List<Set<String>> wanted;
    private final List<TensorSpec> inputs;
    private final Map<Shapes, Queue<Slots>> free = new ConcurrentHashMap<>();
    private final Set<Shapes> without = ConcurrentHashMap.newKeySet();

    /// Of the inputs that the graphs take, in their order.
    record Shapes(List<List<Long>> all) {}

    SlotPool(List<Graph> graphs, List<Set<String>> wanted, List<TensorSpec> inputs) {
        this.graphs = graphs;
        this.wanted = wanted;
        this.inputs = inputs;
    }

    /// What the graphs take of what is given, in their order; fewer than they take where some is missing, or is of
    /// another datatype than they say.
    List<Tensor> taken(Collection<Tensor> given) {
        var taken = new ArrayList<Tensor>(inputs.size());
        for (var input : inputs) {
            for (var tensor : given) {
                if (tensor.name().equals(input.name()) && tensor.datatype() == input.datatype()) {
                    taken.add(tensor);
                    break;
                }
            }
        }
        return taken;
    }

    /// Empty: these inputs do without.
    Optional<Shapes> shapes(List<Tensor> taken) {
        if (taken.size() < inputs.size()) {
            return Optional.empty();
        }
        var shapes = new ArrayList<List<Long>>(taken.size());
        for (var tensor : taken) {
            shapes.add(tensor.shape());
        }
        var key = new Shapes(shapes);
        return without.contains(key) ? Optional.empty() : Optional.of(key);
    }

    /// Some that nobody uses; empty: there are none.
    Optional<Slots> take(Shapes shapes) {
        var queue = free.get(shapes);
        return queue == null ? Optional.empty() : Optional.ofNullable(queue.poll());
    }

    void giveBack(Shapes shapes, Slots slots) {
        var queue = free.get(shapes);
        if (queue == null) {
            slots.close();
        } else {
            queue.add(slots);
        }
    }

    /// Makes some after a run without.
    ///
    /// @param seen every tensor of that run, by name
    void learn(Shapes shapes, Map<String, TensorInfo> seen) throws OrtException {
        if (free.size() >= MOST_SHAPES && !free.containsKey(shapes)) {
            return;
        }
        var names = inputs.stream().map(TensorSpec::name).toList();
        var made = Slots.of(graphs, wanted, names, seen);
        if (made.isEmpty()) {
            forgo(shapes);
        } else {
            free.computeIfAbsent(shapes, _ -> new ConcurrentLinkedQueue<>()).add(made.get());
        }
    }

    /// These shapes do without from now on: what comes out is of another shape each time, say.
    void forgo(Shapes shapes) {
        if (without.size() < MOST_SHAPES * MOST_SHAPES) {
            without.add(shapes);
        }
    }

    /// Nobody runs any more.
    @Override
    public void close() {
        free.values().forEach(queue -> queue.forEach(Slots::close));
    }
}
