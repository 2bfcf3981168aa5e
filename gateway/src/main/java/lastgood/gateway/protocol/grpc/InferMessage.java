package lastgood.gateway.protocol.grpc;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import lastgood.gateway.running.tensor.Tensor;

/// An inference request as it came over gRPC.
///
/// @param version as said; empty: whichever serves
/// @param id to be echoed; empty: there is none
/// @param outputs asked for by name; empty: all
/// @param raw whether its values came as bytes; then the answer's go so too
/// @param withinNanos how long its parameters say that the caller wants to wait; empty: they do not
record InferMessage(
        String service,
        String version,
        String id,
        Map<String, Tensor> inputs,
        List<String> outputs,
        boolean raw,
        OptionalLong withinNanos) {

    InferMessage {
        outputs = List.copyOf(outputs);
    }
}
