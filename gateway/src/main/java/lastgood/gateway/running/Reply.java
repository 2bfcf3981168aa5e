package lastgood.gateway.running;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.gateway.running.tensor.Tensor;

/// What a request comes to.
public sealed interface Reply {

    /// Those asked for, in the order asked; the schema has them all, or the request had been refused.
    ///
    /// @param names empty: all
    static List<Tensor> chosen(List<Tensor> outputs, List<String> names) {
        return names.isEmpty()
                ? outputs
                : names.stream()
                        .flatMap(name -> outputs.stream().filter(o -> o.name().equals(name)))
                        .toList();
    }

    /// @param release whose answer it is
    /// @param epoch of the route it was answered under
    /// @param outputs all of the schema's, in its order
    /// @param labelled whether the id carries the predicted values
    record Answered(
            ReleaseId release,
            long epoch,
            List<Tensor> outputs,
            String predictionId,
            boolean labelled)
            implements Reply {

        public Answered {
            outputs = List.copyOf(outputs);
        }
    }

    /// The service's fixed answer, as no release could answer.
    ///
    /// @param problem what kept them from it
    record Degraded(Problem problem, long epoch, List<Tensor> outputs) implements Reply {
        public Degraded {
            outputs = List.copyOf(outputs);
        }
    }

    /// @param release who was to answer; empty: nobody is live
    record Refused(Problem problem, Optional<ReleaseId> release, long epoch) implements Reply {}
}
