package lastgood.ledger.evidence;

import java.io.IOException;
import lastgood.core.port.Counts;
import lastgood.core.port.CountsContract;
import lastgood.ledger.OpenLedger;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteCountsTest extends CountsContract {
    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected Counts open() throws IOException {
        return ledger.again().counts();
    }
}
