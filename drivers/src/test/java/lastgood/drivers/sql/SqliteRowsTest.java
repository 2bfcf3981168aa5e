package lastgood.drivers.sql;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class SqliteRowsTest extends SqlRowsContract {
    @TempDir Path folder;

    @Override
    SqlWorld world() {
        var url = access().url();
        return new SqlWorld(() -> DriverManager.getConnection(url), access(), "main");
    }

    @Override
    SqlAccess access() {
        return new SqlAccess(
                "jdbc:sqlite:" + folder.resolve("features.db"),
                Optional.empty(),
                Optional.empty(),
                _ -> Optional.empty(),
                SqlLimits.USUAL);
    }
}
