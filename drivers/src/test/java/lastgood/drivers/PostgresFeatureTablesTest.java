package lastgood.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import lastgood.drivers.sql.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresFeatureTablesTest extends FeatureTablesContract {
    private static PostgresServer server;

    @BeforeAll
    static void aServer() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void noServer() throws Exception {
        server.end();
    }

    @AfterEach
    void anEmptySchema() throws Exception {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
        }
    }

    @Override
    Connection connect() throws Exception {
        return server.connect();
    }

    @Override
    SortedMap<String, String> settings() {
        return new TreeMap<>(
                Map.of(
                        "url",
                        server.url(),
                        "user",
                        PostgresServer.USER,
                        "passwordEnv",
                        "PASSWORD",
                        "view",
                        "customers"));
    }

    @Override
    Optional<String> variable(String name) {
        return Optional.of(PostgresServer.PASSWORD);
    }

    @Test
    void aServerThatIsAwayIsToldAndOneThatIsBackIsReadAgain() throws Exception {
        fill(V1, "customer_id", Map.of(whole(1), List.of(30, 1.0, "a")));
        assertThat(read(V1, LOOKUP, whole(1))).containsExactly(row(30, 1.0));
        server.kill();
        assertThat(refused(V1, LOOKUP, WITHIN)).isEqualTo(Code.FEATURES_AWAY);
        server.up();
        assertThat(read(V1, LOOKUP, whole(1))).containsExactly(row(30, 1.0));
    }

    @Test
    void aServerThatHangsIsNotWaitedForLongerThanAllowed() throws Exception {
        fill(V1, "customer_id", Map.of(whole(1), List.of(30, 1.0, "a")));
        assertThat(read(V1, LOOKUP, whole(1))).containsExactly(row(30, 1.0));
        server.signal("STOP");
        try {
            long began = System.nanoTime();
            assertThat(refused(V1, LOOKUP, Duration.ofMillis(300))).isEqualTo(Code.FEATURES_AWAY);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(3));
        } finally {
            server.signal("CONT");
        }
        assertThat(read(V1, LOOKUP, whole(1))).containsExactly(row(30, 1.0));
    }
}
