package lastgood.drivers.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresDriverTest extends SqlPointerContract {
    private static final MoveKey KEY = new MoveKey("k");
    private static final SqlLimits LIMITS =
            new SqlLimits(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60));
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static PostgresServer server;

    private final String schema = "s" + SCHEMAS.incrementAndGet();

    @BeforeAll
    static void aServer() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void noServer() throws Exception {
        server.end();
    }

    @BeforeEach
    void anEmptySchema() throws Exception {
        world().run("CREATE SCHEMA " + schema);
    }

    @Test
    void whoMayUseTheViewMayUseItAfterwards() throws Exception {
        var first = add("one");
        move(add("two"));
        world().run(
                        """
                        DROP ROLE IF EXISTS reader; DROP ROLE IF EXISTS auditor; DROP ROLE IF EXISTS owner;
                        CREATE ROLE reader; CREATE ROLE auditor; CREATE ROLE owner;
                        GRANT USAGE, CREATE ON SCHEMA %1$s TO owner;
                        ALTER DEFAULT PRIVILEGES IN SCHEMA %1$s GRANT ALL ON TABLES TO PUBLIC;
                        COMMENT ON VIEW %1$s.features IS 'it''s read by all';
                        ALTER VIEW %1$s.features SET (security_barrier = true);
                        ALTER VIEW %1$s.features OWNER TO owner;
                        GRANT SELECT ON %1$s.features TO reader;
                        GRANT SELECT ON %1$s.features TO auditor WITH GRANT OPTION\
                        """
                                .formatted(schema));
        var before = rights();
        assertThat(before).contains("reader=r/owner", "auditor=r*/owner", "security_barrier");
        assertThat(open().restore(first, KEY)).isEqualTo(new Restored.There(first, true));
        assertThat(rights()).isEqualTo(before);
        world().run(
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA %1$s REVOKE ALL ON TABLES FROM PUBLIC; DROP SCHEMA %1$s CASCADE"
                                .formatted(schema));
        world().run("DROP ROLE reader; DROP ROLE auditor; DROP ROLE owner");
    }

    private String rights() throws Exception {
        return world().one(
                        "SELECT concat_ws('|', relowner::regrole, ARRAY(SELECT each::text FROM unnest(relacl) AS each ORDER BY 1), reloptions, obj_description(oid, 'pg_class'))"
                                + " FROM pg_class WHERE oid = '%s.features'::regclass"
                                        .formatted(schema))
                .orElseThrow();
    }

    @Test
    void whatWouldBeLostWithTheViewKeepsItWhereItIs() throws Exception {
        var narrow = add("one");
        var wide = add("two");
        move(wide);
        world().run("CREATE VIEW %1$s.on_top AS SELECT word FROM %1$s.features".formatted(schema));
        assertThat(unchanged(open().restore(narrow, KEY)).cause()).contains("depend");
        world().run(
                        "DROP VIEW %1$s.on_top; GRANT SELECT (word) ON %1$s.features TO PUBLIC"
                                .formatted(schema));
        assertThat(unchanged(open().restore(narrow, KEY)).cause()).contains("single columns");
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aViewOfTheSameColumnsKeepsWhatIsBuiltOnIt() throws Exception {
        var first = add("one");
        world().add("features_v9", "nine", false);
        var ninth = done(open().find("features_v9"));
        move(first);
        world().run(
                        "CREATE VIEW %1$s.on_top AS SELECT word FROM %1$s.features WHERE id = 1"
                                .formatted(schema));
        assertThat(open().restore(ninth, KEY)).isEqualTo(new Restored.There(ninth, true));
        assertThat(world().one("SELECT word FROM %s.on_top".formatted(schema))).contains("nine");
    }

    @Test
    void aVersionThatIsDroppedTakesTheViewWithIt() throws Exception {
        move(add("one"));
        world().run("DROP TABLE %s.features_v1 CASCADE".formatted(schema));
        var problem = refused(open().snapshot());
        assertThat(problem.code()).isEqualTo(Code.LIVE_VERSION_UNCLEAR);
        assertThat(problem.cause()).contains("there is no view");
    }

    @Test
    void aRenamedVersionIsNoVersion() throws Exception {
        move(add("one"));
        world().run("ALTER TABLE %s.features_v1 RENAME TO backup".formatted(schema));
        assertThat(refused(open().snapshot()).cause())
                .contains("gives %s.backup, which is no version".formatted(schema));
    }

    @Test
    void aTableThatACrashWouldEmptyIsNoVersion() throws Exception {
        world().run(
                        "CREATE UNLOGGED TABLE %s.features_v7 (id BIGINT PRIMARY KEY)"
                                .formatted(schema));
        assertThat(refused(open().find("features_v7")).cause()).contains("not logged");
    }

    @Test
    void rowsThatRowSecurityHidesAreNotLeftOut() throws Exception {
        var first = add("one");
        world().run(
                        """
                        DROP ROLE IF EXISTS seeing_less;
                        CREATE ROLE seeing_less LOGIN PASSWORD 'x';
                        GRANT USAGE ON SCHEMA %1$s TO seeing_less;
                        GRANT SELECT ON %1$s.features_v1 TO seeing_less;
                        ALTER TABLE %1$s.features_v1 ENABLE ROW LEVEL SECURITY;
                        CREATE POLICY p ON %1$s.features_v1 USING (id = 1)\
                        """
                                .formatted(schema));
        var driver = new SqlPointerDriver("table", access("seeing_less", "x"), world().pointer());
        assertThat(refused(driver.find(first.at())).cause()).contains("row-level security");
        assertThat(driver.health().orElseThrow().cause()).contains("may not create in the schema");
        world().run("DROP SCHEMA %s CASCADE; DROP ROLE seeing_less".formatted(schema));
    }

    @Test
    void aReaderWhoHoldsTheViewForTooLongLeavesTheOldVersion() throws Exception {
        var first = add("one");
        move(add("two"));
        try (var other = world().source().connect()) {
            other.setAutoCommit(false);
            Query.one(other, "SELECT word FROM %s.features".formatted(schema));
            var brief =
                    new SqlAccess(
                            server.url(),
                            Optional.of(PostgresServer.USER),
                            Optional.of("PASSWORD"),
                            _ -> Optional.of(PostgresServer.PASSWORD),
                            new SqlLimits(
                                    LIMITS.connect(),
                                    Duration.ofMillis(100),
                                    LIMITS.look(),
                                    LIMITS.move()));
            var driver = new SqlPointerDriver("table", brief, world().pointer());
            assertThat(unchanged(driver.restore(first, KEY)).cause()).contains("lock timeout");
        }
        assertThat(read()).isEqualTo("two");
        assertThat(open().restore(first, KEY)).isEqualTo(new Restored.There(first, true));
    }

    @Test
    void aMissingOrWrongPasswordIsToldAndItsTextIsNot() throws Exception {
        var wrong = new SqlPointerDriver("table", access("postgres", "s3cret"), world().pointer());
        var told = wrong.health().orElseThrow();
        assertThat(told.cause()).contains("password authentication failed");
        assertThat(told.toString()).doesNotContain("s3cret");
        var missing =
                new SqlAccess(
                        server.url(),
                        Optional.of("postgres"),
                        Optional.of("TABLE_PASSWORD"),
                        _ -> Optional.empty(),
                        LIMITS);
        assertThat(
                        new SqlPointerDriver("table", missing, world().pointer())
                                .health()
                                .orElseThrow()
                                .cause())
                .contains("TABLE_PASSWORD is not set");
    }

    @Test
    void valuesOfAnyTypeAndTextsOfAnyAlphabetAreInTheDigestHoweverTheServerIsSet()
            throws Exception {
        world().run(
                        """
                        CREATE TABLE %1$s.features_v7 (
                            at TIMESTAMPTZ, who TEXT, amount NUMERIC(10, 2), flags BOOLEAN[], wait INTERVAL, PRIMARY KEY (who, at));
                        INSERT INTO %1$s.features_v7 VALUES
                            ('2026-01-02 03:04:05+00', 'Zoë', 1.10, '{t,f}', '1 day 2 hours'),
                            ('2026-01-02 03:04:05+00', 'a', 'NaN', NULL, NULL),
                            ('2026-01-01 03:04:05+00', 'B', -0.01, '{}', '3 months')\
                        """
                                .formatted(schema));
        var mark = done(open().find("features_v7"));
        world().run(
                        "ALTER ROLE postgres SET datestyle = 'German'; ALTER ROLE postgres SET timezone = 'Asia/Tokyo';"
                                + " ALTER ROLE postgres SET intervalstyle = 'sql_standard'");
        assertThat(open().find("features_v7")).isEqualTo(Outcome.done(mark));
        world().run("ALTER ROLE postgres RESET ALL");
        world().run("UPDATE %s.features_v7 SET amount = 1.11 WHERE who = 'Zoë'".formatted(schema));
        assertThat(open().find("features_v7")).isNotEqualTo(Outcome.done(mark));
    }

    @Override
    SqlWorld world() {
        return new SqlWorld(
                server::connect, access(PostgresServer.USER, PostgresServer.PASSWORD), schema);
    }

    private static SqlAccess access(String user, String password) {
        return new SqlAccess(
                server.url(),
                Optional.of(user),
                Optional.of("PASSWORD"),
                _ -> Optional.of(password),
                LIMITS);
    }

    @Override
    protected void breakDown() throws Exception {
        world().run("DROP SCHEMA %s CASCADE".formatted(schema));
    }
}
