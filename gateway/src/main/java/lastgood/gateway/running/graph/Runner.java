package lastgood.gateway.running.graph;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.Tensor;

/// What answers for a release once it is loaded: graphs inside this process, or a program beside it.
public interface Runner extends AutoCloseable {
    /// What the model itself is given, once it is known.
    interface ModelInputs extends Consumer<List<Tensor>> {}

    /// Answers once. Blocks for as long as that takes; an interrupt ends the wait for a program.
    ///
    /// @param stop through which a run of graphs can be told to end early
    /// @param watcher told what the model itself is given
    /// @return the schema's outputs, in its order
    List<Tensor> run(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws OrtException, NoAnswerException;

    /// What the model itself would be given.
    List<Tensor> modelInputs(Collection<Tensor> inputs) throws OrtException;

    /// What it takes; empty where only its schema says so.
    default List<TensorSpec> inputs() {
        return List.of();
    }

    /// Whether an answer is waited for, and not worked out here: nobody does so on a thread that others need.
    default boolean waits() {
        return false;
    }

    /// Begins to end; whoever runs has let go before.
    @Override
    void close();
}
