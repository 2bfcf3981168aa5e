package lastgood.records.duck;

import static lastgood.core.port.LoggedSamples.WINE;
import static lastgood.core.port.LoggedSamples.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lastgood.records.parquet.ParquetFile;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/// What SQL may do to the prediction log: be read, and nothing else.
class AskingTest {
    @TempDir Path folder;
    private Path file;
    private Path secret;

    @BeforeEach
    void write() throws SQLException, IOException {
        var rows = new Rows(IntStream.range(0, 5).mapToObj(n -> said(WINE, n)).toList());
        file =
                folder.resolve("parquet")
                        .resolve(
                                ParquetFile.place(
                                        WINE,
                                        LocalDate.of(2026, 11, 27),
                                        "1795779296123-5ca1ab1e",
                                        5));
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        try (var connection = connection();
                var statement = connection.createStatement()) {
            rows.into("part", connection);
            statement.execute("COPY part TO '" + file + "' (FORMAT parquet)");
        }
        secret = folder.resolve("secret.csv");
        Files.writeString(secret, "x\n1\n");
    }

    @Test
    void oneSelectIsAnswered() throws Exception {
        for (var sql :
                List.of(
                        "SELECT count(*) FROM predictions",
                        "FROM predictions SELECT count(*);",
                        "WITH x AS (FROM predictions) SELECT count(*) FROM x",
                        "-- how many\nSELECT count(*) FROM predictions")) {
            assertThat(ask(sql).rows().orElseThrow().rows()).as(sql).containsExactly("[5]");
        }
        assertThat(ask("DESCRIBE predictions").rows().orElseThrow().rows())
                .anyMatch(row -> row.contains("STRUCT(score FLOAT[], \\\"label\\\" VARCHAR[])"));
    }

    @Test
    void whatIsNoSingleSelectIsNotDone() throws Exception {
        var bytes = Files.readAllBytes(file);
        var copy = "COPY predictions TO '" + file + "' (FORMAT parquet)";
        for (var sql :
                List.of(
                        copy,
                        "SELECT 1; SELECT 2",
                        "SELECT 1; " + copy,
                        copy + "; SELECT 1",
                        "DROP VIEW predictions",
                        "CREATE TABLE x AS SELECT 1",
                        "CREATE MACRO f() AS 1",
                        "ATTACH '" + folder.resolve("x.db") + "'",
                        "INSTALL httpfs",
                        "LOAD httpfs",
                        "SET threads = 8",
                        "CALL enable_logging()",
                        "PRAGMA enable_profiling",
                        "EXPORT DATABASE '" + folder + "'",
                        "EXPLAIN ANALYZE " + copy,
                        "selec 1",
                        "",
                        ";",
                        "SELECT nothing FROM predictions",
                        "SELECT * FROM query('DROP VIEW predictions')")) {
            var result = ask(sql);
            assertThat(result.rows()).as(sql).isEmpty();
            assertThat(result.problem().orElseThrow().why()).as(sql).isNotBlank();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(folder.resolve("x.db")).doesNotExist();
    }

    @Test
    void noOtherFileIsRead() throws Exception {
        for (var sql :
                List.of(
                        "SELECT * FROM read_text('" + secret + "')",
                        "SELECT * FROM read_csv('" + secret + "')",
                        "SELECT * FROM '" + secret + "'",
                        "SELECT * FROM read_blob('" + folder + "/parquet/../secret.csv')",
                        "SELECT * FROM glob('" + folder + "/*')",
                        "SELECT * FROM read_json('file://" + secret + "')",
                        "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')")) {
            var result = ask(sql);
            assertThat(result.rows()).as(sql).isEmpty();
            assertThat(result.problem().orElseThrow().why()).as(sql).isNotBlank();
        }
    }

    @Test
    void whatNeedsTooMuchMemoryIsToldFromWhatIsWrong() throws Exception {
        var refusal =
                ask("SELECT count(*) FROM (SELECT range FROM range(50000000) ORDER BY hash(range))")
                        .problem()
                        .orElseThrow();

        assertThat(refusal.large()).isTrue();
        assertThat(ask("SELECT x").problem().orElseThrow().large()).isFalse();
    }

    @Test
    void valuesOfEveryKindHaveAForm() throws Exception {
        assertThat(
                        ask("""
                        SELECT NULL, true, 1, 18446744073709551615::UBIGINT, 1.5::DOUBLE, 'NaN'::FLOAT, 1.50::DECIMAL(5,2),
                          'ż"', [1, NULL], {'a': [true]}, MAP {'k': 1}, DATE '2026-11-27', INTERVAL 1 DAY, '\\x00'::BLOB IS NULL
                        """)
                                .rows()
                                .orElseThrow()
                                .rows())
                .containsExactly(
                        "[null,true,1,18446744073709551615,1.5,\"NaN\",1.50,\"ż\\\"\",[1,null],{\"a\":[true]},{\"k\":1},\"2026-11-27\",\"1 day\",false]");
    }

    private Asking.Result ask(String sql) throws SQLException, IOException {
        var own = Files.createDirectories(folder.resolve("own"));
        var query =
                new Job.Query(
                        sql,
                        List.of(file.toString()),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        100,
                        1 << 20);
        var job =
                new Job(
                        List.of(),
                        Optional.of(query),
                        folder.resolve("parquet").toString(),
                        1,
                        128);
        try (var connection = connection()) {
            DuckMain.bound(connection, job);
            return new Asking(connection, job, own, new ObjectMapper())
                    .ask(query, new ArrayList<>());
        }
    }

    private static DuckDBConnection connection() throws SQLException {
        return (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    }
}
