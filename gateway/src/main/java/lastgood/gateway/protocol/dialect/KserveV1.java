package lastgood.gateway.protocol.dialect;

import java.util.Set;
import lastgood.core.release.Schema;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;

/// KServe's first protocol: `{"instances": […]}`, an entry a row.
public final class KserveV1 implements Dialect {
    private static final Set<RowsReader.Form> FORMS =
            Set.of(RowsReader.Form.INSTANCES, RowsReader.Form.INPUTS);

    @Override
    public Asked read(Sent sent, Schema live, Loan loan) throws BadData {
        return RowsReader.read(sent, live, loan, FORMS);
    }
}
