package lastgood.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFeatureTablesTest extends FeatureTablesContract {
    @TempDir Path folder;

    @Override
    Connection connect() throws Exception {
        return DriverManager.getConnection(settings().get("url"));
    }

    @Override
    SortedMap<String, String> settings() {
        var url = "jdbc:sqlite:" + folder.resolve("features.db");
        return new TreeMap<>(Map.of("url", url, "view", "customers"));
    }

    @Override
    Optional<String> variable(String name) {
        return Optional.empty();
    }

    @Test
    void aFileThatIsTakenAwayIsAwayAndIsFoundAgain() throws Exception {
        fill(V1, "customer_id", Map.of(whole(1), List.of(30, 1.0, "a")));
        var file = folder.resolve("features.db");
        Files.move(file, folder.resolve("elsewhere.db"));
        assertThat(refused(V1, LOOKUP, WITHIN)).isEqualTo(Code.FEATURES_AWAY);
        Files.move(folder.resolve("elsewhere.db"), file);
        assertThat(read(V1, LOOKUP, whole(1))).containsExactly(row(30, 1.0));
    }
}
