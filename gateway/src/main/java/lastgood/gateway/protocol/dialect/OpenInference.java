package lastgood.gateway.protocol.dialect;

import lastgood.core.release.Schema;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;

/// The Open Inference Protocol, version 2: tensors by name, in JSON or as bytes behind it.
public final class OpenInference implements Dialect {

    @Override
    public Asked read(Sent sent, Schema live, Loan loan) throws BadData {
        var request = InferReader.read(sent, loan);
        sent.tail().mustBeEmpty();
        return request;
    }
}
