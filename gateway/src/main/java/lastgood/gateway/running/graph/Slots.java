package lastgood.gateway.running.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.gateway.running.tensor.Tensor;

/// All tensors of one run of some graphs, from what the caller sends to what is answered, in slots: for inputs of one
/// shape, and one run at a time. Making tensors costs more than most small models do.
///
/// What shapes come out was seen in a run without slots. Where another run gives others, the runtime refuses to write
/// them, and says so.
final class Slots implements AutoCloseable {
    /// Larger tensors are worth a copy, and too much to keep on every thread.
    private static final int MOST_BYTES = 64 << 10;

    /// One graph, with where it reads and writes.
    private record Step(
            Graph graph, Map<String, OnnxTensor> given, Map<String, OnnxTensor> written) {}

    private final Map<String, Slot> slots = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    private Slots() {}

    /// Empty: they have no slots, or not all of them.
    ///
    /// @param inputs that the caller gives
    /// @param seen every tensor of a run of these graphs, by name
    /// @param wanted outputs of each graph that somebody needs
    static Optional<Slots> of(
            List<Graph> graphs,
            List<Set<String>> wanted,
            Collection<String> inputs,
            Map<String, TensorInfo> seen)
            throws OrtException {
        var all = new Slots();
        boolean complete = false;
        try {
            for (var tensor : seen.entrySet()) {
                var slot = Slot.of(tensor.getKey(), tensor.getValue(), MOST_BYTES);
                if (slot.isEmpty()) {
                    return Optional.empty();
                }
                all.slots.put(tensor.getKey(), slot.get());
            }
            complete = all.connect(graphs, wanted, inputs);
            return complete ? Optional.of(all) : Optional.empty();
        } finally {
            if (!complete) {
                all.close();
            }
        }
    }

    /// False: a graph gives anew a tensor of a name that is there already, or one was not seen.
    private boolean connect(
            List<Graph> graphs, List<Set<String>> wanted, Collection<String> inputs) {
        var there = new HashSet<>(inputs);
        for (int g = 0; g < graphs.size(); g++) {
            var given = new HashMap<String, OnnxTensor>();
            for (var input : graphs.get(g).inputs()) {
                var slot = slots.get(input.name());
                if (slot == null) {
                    return false;
                }
                given.put(input.name(), slot.tensor());
            }
            var written = new HashMap<String, OnnxTensor>();
            for (var name : wanted.get(g)) {
                var slot = slots.get(name);
                if (slot == null || !there.add(name)) {
                    return false;
                }
                written.put(name, slot.tensor());
            }
            steps.add(new Step(graphs.get(g), given, written));
        }
        return true;
    }

    /// One of the next run's inputs.
    void enter(Tensor input) {
        slot(input.name()).put(input);
    }

    void run(int graph, Optional<OrtSession.RunOptions> stop) throws OrtException {
        var step = steps.get(graph);
        step.graph().run(step.given(), step.written(), stop);
    }

    List<Tensor> take(List<String> names) {
        var tensors = new ArrayList<Tensor>(names.size());
        for (var name : names) {
            tensors.add(slot(name).take());
        }
        return tensors;
    }

    private Slot slot(String name) {
        var slot = slots.get(name);
        if (slot == null) {
            throw new IllegalStateException("'" + name + "' has no slot");
        }
        return slot;
    }

    @Override
    public void close() {
        slots.values().forEach(Slot::close);
    }
}
