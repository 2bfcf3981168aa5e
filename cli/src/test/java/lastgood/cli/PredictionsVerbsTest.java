package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictionsVerbsTest {
    private static final String QUERIES = "POST /api/v1/predictions/queries";
    private static final String SQL =
            "SELECT release, count(*), max(x) FROM predictions GROUP BY ALL";
    private static final String FOUND =
            """
            {"columns":[{"name":"release","type":"VARCHAR"},{"name":"n","type":"BIGINT"},{"name":"x","type":"FLOAT[]"}],
             "rows":[["r1",1200,[1.5,null]],["r2",7,null],["say \\"hi\\", \\n",0,[]]],"cut":%s}
            """;
    private static final String LOG =
            """
            {"days":[{"service":"wine","day":"2026-11-23","rows":120034,"bytes":7340032,"waiting":1200},
                     {"service":"gin","day":"2026-11-22","rows":10,"bytes":2000,"waiting":0}],
             "sinceStart":[{"service":"gin","noted":10,"dropped":0},{"service":"wine","noted":120100,"dropped":66}]}
            """;

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void rowsAreATableForPeople() {
        desk.atTerminal();
        desk.server.on(QUERIES, FOUND.formatted("true"));

        Golden.assertSame(
                "screens/predictions-query.txt",
                desk.run("predictions", "query", SQL, "--service", "wine", "--since", "24h")
                        .picture());
        assertThat(desk.server.requests().getFirst().body())
                .isEqualTo(
                        "{\"sql\":\"%s\",\"service\":\"wine\",\"since\":\"2026-11-22T02:14:07.120Z\",\"limit\":1000}"
                                .formatted(SQL));
    }

    @Test
    void inAPipeTheyAreSeparatedByTabs() {
        desk.server.on(QUERIES, FOUND.formatted("false"));

        assertThat(desk.run("predictions", "query", SQL).out().lines().limit(2))
                .containsExactly("r1\t1200\t[1.5,null]", "r2\t7\t–");
    }

    @Test
    void aSpreadsheetGetsAHeadAndItsQuotes() {
        desk.server.on(QUERIES, FOUND.formatted("false"));

        assertThat(desk.run("predictions", "query", SQL, "-o", "csv", "--limit", "3").out())
                .isEqualTo(
                        "release,n,x\r\nr1,1200,\"[1.5,null]\"\r\nr2,7,\r\n\"say \"\"hi\"\", \n\",0,[]\r\n");
    }

    @Test
    void jsonIsTheServersDocument() {
        desk.server.on(QUERIES, FOUND.formatted("false"));

        assertThat(desk.run("predictions", "query", SQL, "-o", "json").out())
                .startsWith("{\"columns\":[{\"name\":\"release\",\"type\":\"VARCHAR\"}")
                .contains("[\"r2\",7,null]")
                .endsWith("\"cut\":false}\n");
    }

    @Test
    void aQueryThatIsRefusedSaysWhy() {
        var problem =
                Problem.of(Code.INVALID_QUERY, "The query cannot be answered.")
                        .because("only a SELECT can be asked")
                        .tryThis("lastgood predictions query 'DESCRIBE predictions'");
        desk.server.on(QUERIES, 400, Json.write(ProblemDetails.of(problem)));

        Golden.assertSame(
                "screens/predictions-refused.txt",
                desk.run("predictions", "query", "DROP TABLE x").picture());
    }

    @Test
    void theListShowsDaysAndWhatWasDropped() {
        desk.atTerminal();
        desk.server.on("GET /api/v1/predictions", LOG);

        Golden.assertSame(
                "screens/predictions-list.txt", desk.run("predictions", "list").picture());
        assertThat(desk.run("predictions", "list", "gin").picture())
                .contains("2026-11-22")
                .doesNotContain("wine  ", "are not logged");
    }
}
