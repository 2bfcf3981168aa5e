package lastgood.ledger.journal;

import java.io.IOException;
import lastgood.core.port.Incidents;
import lastgood.core.port.IncidentsContract;
import lastgood.ledger.OpenLedger;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteIncidentsTest extends IncidentsContract {
    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected Incidents open() throws IOException {
        return ledger.again().incidents();
    }
}
