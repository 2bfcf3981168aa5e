package lastgood.server;

import java.sql.Connection;
import java.sql.DriverManager;

class SqliteLookupTest extends LookupContract {
    private String url() {
        return "jdbc:sqlite:" + folder.resolve("features.db");
    }

    @Override
    Connection connect() throws Exception {
        return DriverManager.getConnection(url());
    }

    @Override
    String address() {
        return "url: \"" + url() + "\"";
    }
}
