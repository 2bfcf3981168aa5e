package lastgood.gateway.running.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.Tensor;

/// The graphs of one release in a row: features, preprocessing, model.
///
/// Tensors find each other by name. A graph takes the newest tensor of a name: from the graph before it, else from an
/// earlier one, else what the caller sent.
public final class Pipeline implements Runner {
    private final List<Graph> graphs;
    private final List<Set<String>> wanted;
    private final List<String> answers;
    private final List<TensorSpec> inputs;
    private final SlotPool slots;

    /// @param graphs in order; [Chain] has found that they fit each other and the schema
    public Pipeline(List<Graph> graphs, Schema schema) {
        this.graphs = List.copyOf(graphs);
        this.answers = schema.outputs().stream().map(t -> t.name()).toList();
        this.wanted = wanted();
        this.inputs = Chain.signature(graphs).inputs();
        this.slots = new SlotPool(this.graphs, wanted, inputs);
    }

    /// What the graphs take that no graph before them gives.
    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    /// Runs all graphs once.
    ///
    /// @param stop through which the run can be told to end early
    /// @param watcher told what the model itself is given
    /// @return the schema's outputs, in its order
    @Override
    public List<Tensor> run(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws OrtException {
        var taken = slots.taken(inputs);
        var shapes = slots.shapes(taken);
        var ready = shapes.flatMap(slots::take);
        if (ready.isEmpty()) {
            return runWithout(inputs, stop, watcher, shapes);
        }
        List<Tensor> answer;
        try {
            answer = runIn(ready.get(), taken, stop, watcher);
        } catch (OrtException _) {
            // Either this request fails, or its tensors are of other shapes than they were.
            ready.get().close();
            answer = runWithout(inputs, stop, watcher, Optional.empty());
            slots.forgo(shapes.orElseThrow());
            return answer;
        }
        slots.giveBack(shapes.orElseThrow(), ready.get());
        return answer;
    }

    private List<Tensor> runIn(
            Slots ready,
            List<Tensor> taken,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws OrtException {
        for (var tensor : taken) {
            ready.enter(tensor);
        }
        int model = graphs.size() - 1;
        for (int g = 0; g < model; g++) {
            ready.run(g, stop);
        }
        ready.run(model, stop);
        if (watcher.isPresent()) { // not before: where this fails, the other way tells it
            watcher.get().accept(ready.take(names(graphs.getLast().inputs())));
        }
        return ready.take(answers);
    }

    /// @param shapes for which there shall be slots the next time
    private List<Tensor> runWithout(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher,
            Optional<SlotPool.Shapes> shapes)
            throws OrtException {
        try (var arena = Arena.ofConfined();
                var run = new Run()) {
            enter(inputs, run, arena);
            for (int g = 0; g < graphs.size() - 1; g++) {
                run.through(graphs.get(g), wanted.get(g), stop);
            }
            if (watcher.isPresent()) {
                watcher.get().accept(run.leave(names(graphs.getLast().inputs())));
            }
            run.through(graphs.getLast(), wanted.getLast(), stop);
            if (shapes.isPresent()) {
                slots.learn(shapes.get(), run.seen());
            }
            return run.leave(answers);
        }
    }

    /// Runs all but the model, and answers with what the model would be given.
    @Override
    public List<Tensor> modelInputs(Collection<Tensor> inputs) throws OrtException {
        try (var arena = Arena.ofConfined();
                var run = new Run()) {
            enter(inputs, run, arena);
            for (int g = 0; g < graphs.size() - 1; g++) {
                run.through(graphs.get(g), wanted.get(g), Optional.empty());
            }
            return run.leave(names(graphs.getLast().inputs()));
        }
    }

    /// A key that rows were looked up by is often of no use to any graph.
    private void enter(Collection<Tensor> given, Run run, Arena arena) throws OrtException {
        for (var tensor : given) {
            if (inputs.stream().anyMatch(t -> t.name().equals(tensor.name()))) {
                run.enter(tensor, arena);
            }
        }
    }

    @Override
    public void close() {
        slots.close();
        graphs.forEach(Graph::close);
    }

    /// Only what somebody needs is asked for: an output that nobody reads costs time.
    private List<Set<String>> wanted() {
        var perGraph = new ArrayList<Set<String>>();
        for (int g = 0; g < graphs.size(); g++) {
            var needed = new HashSet<String>();
            if (g == graphs.size() - 1) {
                needed.addAll(answers);
            } else {
                graphs.subList(g + 1, graphs.size())
                        .forEach(later -> needed.addAll(names(later.inputs())));
                needed.retainAll(names(graphs.get(g).outputs()));
            }
            perGraph.add(Set.copyOf(needed));
        }
        return List.copyOf(perGraph);
    }

    private static List<String> names(List<TensorSpec> specs) {
        return specs.stream().map(t -> t.name()).toList();
    }

    /// The native tensors of one run, freed together at its end.
    private static final class Run implements AutoCloseable {
        private final Map<String, OnnxTensor> newest = new HashMap<>();
        private final List<AutoCloseable> owned = new ArrayList<>();

        void enter(Tensor tensor, Arena arena) throws OrtException {
            var native_ = OrtTensors.enter(tensor, arena);
            owned.add(native_);
            newest.put(tensor.name(), native_);
        }

        void through(Graph graph, Set<String> wanted, Optional<OrtSession.RunOptions> stop)
                throws OrtException {
            var given = new HashMap<String, OnnxTensor>();
            for (var input : graph.inputs()) {
                var tensor = newest.get(input.name());
                if (tensor != null) {
                    given.put(input.name(), tensor);
                }
            }
            var result = graph.run(given, wanted, stop);
            owned.add(result);
            for (var entry : result) {
                if (entry.getValue() instanceof OnnxTensor tensor) {
                    newest.put(entry.getKey(), tensor);
                }
            }
        }

        List<Tensor> leave(List<String> names) throws OrtException {
            var tensors = new ArrayList<Tensor>(names.size());
            for (var name : names) {
                var tensor = newest.get(name);
                if (tensor == null) {
                    throw new OrtException("the graphs give no tensor '" + name + "'");
                }
                tensors.add(OrtTensors.leave(name, tensor));
            }
            return tensors;
        }

        /// What every tensor is now, by name.
        Map<String, TensorInfo> seen() {
            var seen = new HashMap<String, TensorInfo>();
            newest.forEach((name, tensor) -> seen.put(name, tensor.getInfo()));
            return seen;
        }

        @Override
        public void close() {
            for (var one : owned.reversed()) {
                try {
                    one.close();
                } catch (Exception e) {
                    throw new IllegalStateException("a tensor does not close", e);
                }
            }
        }
    }
}
