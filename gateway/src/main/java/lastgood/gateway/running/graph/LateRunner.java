package lastgood.gateway.running.graph;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import lastgood.gateway.running.tensor.Tensor;

/// A runner that can be asked without waiting for it: its answer is told later.
public interface LateRunner extends Runner {

    /// @param watcher told what the model itself is given
    /// @param wait false: rather no answer at once than one that has to wait until the runner is back
    /// @param loop an event loop of the gateway, which calls, and on which it is told, once
    Asked ask(
            Collection<Tensor> inputs,
            Optional<ModelInputs> watcher,
            boolean wait,
            ScheduledExecutorService loop,
            Consumer<Said> told);

    /// A question that may be given up, on the loop that asked. What is said then, nobody hears.
    interface Asked {
        void giveUp();
    }

    /// What came of it.
    sealed interface Said {
        /// @param outputs the schema's, in its order
        record Outputs(List<Tensor> outputs) implements Said {
            public Outputs {
                outputs = List.copyOf(outputs);
            }
        }

        /// It was asked, and gave none.
        record Failed(NoAnswerException why) implements Said {}

        /// It was not asked: it was not there, or there was no room.
        record Away(NoAnswerException why) implements Said {}
    }

    /// As [Runner#run] says it.
    static List<Tensor> outputs(Said said) throws NoAnswerException {
        return switch (said) {
            case Said.Outputs(var outputs) -> outputs;
            case Said.Failed(var why) -> throw why;
            case Said.Away(var why) -> throw why;
        };
    }
}
