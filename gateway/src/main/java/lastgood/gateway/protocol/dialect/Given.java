package lastgood.gateway.protocol.dialect;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Problem;
import lastgood.gateway.running.tensor.Tensor;

/// What a question is answered with.
///
/// @param version the release's name; of a fixed answer, what stands there instead
/// @param degraded why this is the service's fixed answer; empty: a release gave it
/// @param outputs all that there are
public record Given(
        String service, String version, Optional<Problem> degraded, List<Tensor> outputs) {
    private static final String FALLBACK = "fallback";

    public Given {
        outputs = List.copyOf(outputs);
    }

    public static Given by(String release, String service, List<Tensor> outputs) {
        return new Given(service, release, Optional.empty(), outputs);
    }

    /// The service's fixed answer: no release gave it, and it says why.
    public static Given instead(Problem why, String service, List<Tensor> outputs) {
        return new Given(service, FALLBACK, Optional.of(why), outputs);
    }
}
