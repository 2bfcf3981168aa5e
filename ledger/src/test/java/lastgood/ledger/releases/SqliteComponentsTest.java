package lastgood.ledger.releases;

import java.io.IOException;
import lastgood.core.port.Components;
import lastgood.core.port.ComponentsContract;
import lastgood.ledger.OpenLedger;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteComponentsTest extends ComponentsContract {
    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected Components open() throws IOException {
        return ledger.again().components();
    }
}
