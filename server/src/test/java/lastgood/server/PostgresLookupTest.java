package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Optional;
import lastgood.drivers.sql.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLookupTest extends LookupContract {
    /// A server takes passwords from its environment. Of that of this very process, this is a variable that is set.
    private static final String VARIABLE = "LASTGOOD_ENV_POSTGRES";

    private static PostgresServer database;

    @BeforeAll
    static void aDatabase() throws Exception {
        database = PostgresServer.start();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE lender LOGIN SUPERUSER PASSWORD '" + password() + "'");
        }
    }

    @AfterAll
    static void noDatabase() throws Exception {
        database.end();
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
        return DriverManager.getConnection(database.url(), "lender", password());
    }

    @Override
    String address() {
        return "url: \"%s\", user: lender, passwordEnv: %s".formatted(database.url(), VARIABLE);
    }

    private static String password() {
        return Optional.ofNullable(System.getenv(VARIABLE)).orElseThrow();
    }

    @Test
    void aDatabaseThatStopsGivesErrorsAndOneThatStartsAgainGivesAnswers() throws Exception {
        did("release", "create", "-f", file("r1.release.yaml"));
        did("rollout", "start", "credit", "r1", "--yes");
        assertThat(score("credit", "r1", 1)).isCloseTo(AT_V1, near());

        database.kill();
        var away = ask("credit", 1);
        assertThat(away.status()).as(text(away)).isEqualTo(503);
        assertThat(text(away)).contains("LG-1606", "customers@v1");
        database.up();
        assertThat(score("credit", "r1", 1)).isCloseTo(AT_V1, near());

        database.signal("STOP");
        try {
            long began = System.nanoTime();
            var hanging = ask("credit", 1);
            assertThat(hanging.status()).as(text(hanging)).isEqualTo(503);
            assertThat(text(hanging)).contains("LG-1606");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("its deadline is a second")
                    .isLessThan(Duration.ofSeconds(4));
        } finally {
            database.signal("CONT");
        }
        assertThat(score("credit", "r1", 1)).isCloseTo(AT_V1, near());
    }
}
