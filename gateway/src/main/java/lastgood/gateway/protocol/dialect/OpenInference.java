package lastgood.gateway.protocol.dialect;

import lastgood.core.release.Schema;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;

/// The Open Inference Protocol, version 2: tensors by name, in JSON or as bytes behind it.
public final class OpenInference implements Dialect {

    @Override
    public Asked read(Sent sent, Schema live, Loan loan) throws BadData {
        if (sent.document() == 0 && sent.bytes().length > 0) {
            throw new BadData(
                    "values alone are not taken: name, shape and datatype are said in JSON before them");
        }
        if (sent.document() == sent.bytes().length) {
            var usual = UsualRequest.read(sent.bytes(), sent.document(), loan);
            if (usual.isPresent()) {
                return usual.get();
            }
        }
        var request = InferReader.read(sent, loan);
        sent.tail().mustBeEmpty();
        return request;
    }
}
