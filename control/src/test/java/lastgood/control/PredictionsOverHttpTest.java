package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.port.PredictionLog;
import lastgood.core.port.PredictionRecords.Answer;
import lastgood.core.port.PredictionRecords.Cell;
import lastgood.core.port.PredictionRecords.Column;
import lastgood.core.port.PredictionRecords.Day;
import lastgood.core.port.PredictionRecords.Query;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictionsOverHttpTest {
    private static final String QUERIES = "/api/v1/predictions/queries";
    private static final ServiceName WINE = new ServiceName("wine");

    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aQueryIsPassedOnAsItIsAndItsAnswerKeepsItsTypes() {
        world.twoGoodReleases();
        world.predictions.answers(
                new Answer(
                        List.of(new Column("a", "BIGINT"), new Column("b", "FLOAT[]")),
                        List.of(
                                List.of(
                                        new Cell(Cell.Kind.NUMBER, "18446744073709551615"),
                                        new Cell(Cell.Kind.PARTS, "[1.5,null]")),
                                List.of(
                                        new Cell(Cell.Kind.NOTHING, ""),
                                        new Cell(Cell.Kind.TEXT, "null"))),
                        true));

        var answer =
                world.post(
                        QUERIES,
                        Map.of(
                                "sql", "SELECT 1",
                                "service", "wine",
                                "since", "2026-11-23T02:14:07Z",
                                "limit", 5));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo(
                        "{\"columns\":[{\"name\":\"a\",\"type\":\"BIGINT\"},{\"name\":\"b\",\"type\":\"FLOAT[]\"}],"
                                + "\"rows\":[[18446744073709551615,[1.5,null]],[null,\"null\"]],\"cut\":true}");
        assertThat(world.predictions.asked())
                .containsExactly(
                        new Query(
                                "SELECT 1",
                                Optional.of(WINE),
                                Optional.of(Instant.parse("2026-11-23T02:14:07Z")),
                                5));
    }

    @Test
    void whatIsNotUnderstoodIsNotAsked() {
        assertThat(world.post(QUERIES, Map.of("sql", "SELECT 1", "service", "gin")).status())
                .isEqualTo(404);
        assertThat(world.post(QUERIES, Map.of("sql", "SELECT 1", "since", "noon")).status())
                .isEqualTo(400);
        assertThat(world.post(QUERIES, Map.of("sql", "SELECT 1", "limit", 0)).status())
                .isEqualTo(400);
        assertThat(world.post(QUERIES, Map.of("service", "wine")).status()).isEqualTo(400);
        assertThat(world.predictions.asked()).isEmpty();
    }

    @Test
    void aRefusedQueryIsAProblemWithItsCode() {
        var answer = world.post(QUERIES, Map.of("sql", "DROP TABLE x"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("LG-2301");
    }

    @Test
    void theListTellsWhatIsThereAndWhatWasDropped() {
        world.predictions.holds(
                new Day(WINE, LocalDate.of(2026, 11, 27), 10, 2000, 3),
                new PredictionLog.Tally(12, 2));

        assertThat(world.get("/api/v1/predictions").body().toString())
                .isEqualTo(
                        "{\"days\":[{\"service\":\"wine\",\"day\":\"2026-11-27\",\"rows\":10,\"bytes\":2000,\"waiting\":3}],"
                                + "\"sinceStart\":[{\"service\":\"wine\",\"noted\":12,\"dropped\":2}]}");
    }
}
