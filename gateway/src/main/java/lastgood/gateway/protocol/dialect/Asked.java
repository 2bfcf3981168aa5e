package lastgood.gateway.protocol.dialect;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import lastgood.gateway.running.tensor.Tensor;

/// A question as it was understood, which knows in what form its answer is wanted.
public interface Asked {

    /// By name.
    Map<String, Tensor> inputs();

    /// Asked for by name; empty: all.
    List<String> outputs();

    /// How long the caller wants to wait, from when his request was there; empty: he did not say.
    default OptionalLong withinNanos() {
        return OptionalLong.empty();
    }

    Document document(Given given);
}
