package lastgood.gateway.protocol.dialect;

import java.util.List;
import java.util.Map;
import lastgood.gateway.running.tensor.Tensor;

/// A question as it was understood, which knows in what form its answer is wanted.
public interface Asked {

    /// By name.
    Map<String, Tensor> inputs();

    /// Asked for by name; empty: all.
    List<String> outputs();

    Document document(Given given);
}
