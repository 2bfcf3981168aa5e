package lastgood.ledger.journal;

import java.io.IOException;
import lastgood.core.port.StackBook;
import lastgood.core.port.StackBookContract;
import lastgood.ledger.OpenLedger;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteStackBookTest extends StackBookContract {
    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected StackBook open() throws IOException {
        return ledger.again().stackBook();
    }
}
