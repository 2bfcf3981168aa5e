package lastgood.records;

import static lastgood.core.port.LoggedSamples.NOON;
import static lastgood.core.port.LoggedSamples.TUMOUR;
import static lastgood.core.port.LoggedSamples.WINE;
import static lastgood.core.port.LoggedSamples.failed;
import static lastgood.core.port.LoggedSamples.floats;
import static lastgood.core.port.LoggedSamples.said;
import static lastgood.core.port.LoggedSamples.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lastgood.core.port.PredictionLog;
import lastgood.core.port.PredictionRecords.Answer;
import lastgood.core.port.PredictionRecords.Cell;
import lastgood.core.port.PredictionRecords.Day;
import lastgood.core.port.PredictionRecords.Query;
import lastgood.core.prediction.LoggedTensor;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.LogPolicy;
import lastgood.core.rollout.Share;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From notes to answers: a log that is written, becomes Parquet, is asked, and grows old.
class RecordsTest {
    @TempDir Path data;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final AtomicReference<LogPolicy> policy = new AtomicReference<>(LogPolicy.USUAL);
    private Optional<Records> open = Optional.empty();
    private long waiting = 1 << 30;

    @AfterEach
    void close() {
        open.ifPresent(Records::close);
        open = Optional.empty();
    }

    @Test
    void whatWasNotedAMomentAgoIsFoundAndSoItIsOnceItIsParquet() throws IOException {
        var records = again();
        for (int n = 0; n < 10; n++) {
            records.log().note(said(WINE, n));
            records.log().note(said(TUMOUR, n));
        }
        records.log().note(failed(TUMOUR, 10));
        awaitRows(21);
        var sql =
                """
                SELECT time, release, digest, parts.model, parts.features, epoch, rollout, step, arm, shielded, status,
                  code, prediction_id, key_hash, latency_us, complete, rows, inputs.X, inputs.X[2], outputs.label
                FROM predictions WHERE service = 'wine' ORDER BY time
                """;
        var before = table(sql);
        assertThat(before).hasSize(10);
        assertThat(before.get(3))
                .startsWith("2026-11-27T12:00:00.003Z|r1|sha256:")
                .endsWith(
                        "|none|7|1|3|candidate|false|answered||id-3|key3|103|true|1|[3.0,3.5,-1.0]|3.5|[\"β3\"]");
        assertThat(before.get(4)).contains("|none|7|||live|");
        assertThat(parquet()).isEmpty();

        become();

        assertThat(parquet()).hasSize(2);
        assertThat(segments()).isEmpty();
        assertThat(table(sql)).isEqualTo(before);
        assertThat(
                        table(
                                "SELECT status, code, inputs.X, complete FROM predictions WHERE code IS NOT NULL"))
                .containsExactly("failed|LG-1604||false");
    }

    @Test
    void aCopyForAShadowIsToldFromWhatWasServedAlsoBesideFilesFromBeforeThereWereAny()
            throws Exception {
        again().log().note(said(WINE, 1));
        awaitRows(1);
        become();
        without("shadow", parquet().getFirst());
        again().log().note(said(WINE, 7));
        awaitRows(2);
        var sql = "SELECT prediction_id, shadow FROM predictions ORDER BY time";

        assertThat(table(sql)).containsExactly("id-1|false", "id-7|true");
        become();
        assertThat(table(sql)).containsExactly("id-1|false", "id-7|true");
        assertThat(table("SELECT count(*) FROM predictions WHERE NOT shadow")).containsExactly("1");
    }

    /// As a version wrote it that did not know the column.
    private static void without(String column, Path file) throws Exception {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE old AS SELECT * EXCLUDE (%s) FROM read_parquet('%s')"
                            .formatted(column, file));
            statement.execute("COPY old TO '%s' (FORMAT parquet)".formatted(file));
        }
    }

    @Test
    void aCrashBetweenTheFilesAndTheEndOfTheirSegmentDoublesNothing() throws IOException {
        var records = again();
        records.log().note(said(WINE, 1));
        records.log().note(said(TUMOUR, 2));
        close();
        var segment = segments().getFirst();
        var bytes = Files.readAllBytes(segment);
        again();
        become();
        var made = parquet();
        Files.write(segment, bytes);
        Files.delete(made.getFirst());

        assertThat(table("SELECT prediction_id FROM predictions ORDER BY 1"))
                .containsExactly("id-1", "id-2");
        assertThat(days()).extracting(Day::rows).containsExactly(1L, 1L);

        become();

        assertThat(parquet()).isEqualTo(made);
        assertThat(table("SELECT prediction_id FROM predictions ORDER BY 1"))
                .containsExactly("id-1", "id-2");
    }

    @Test
    void whatCannotBeReadIsSetAsideAndTheRestOfItIsFound() throws IOException {
        var records = again();
        for (int n = 0; n < 20; n++) {
            records.log().note(said(WINE, n));
        }
        close();
        var segment = segments().getFirst();
        var bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        var other = segment.resolveSibling("0000000000000-00000000.segment");
        Files.writeString(other, "written by nobody we know");
        become();

        assertThat(segments()).allMatch(s -> s.toString().endsWith(".unusable")).hasSize(2);
        var found = table("SELECT prediction_id FROM predictions ORDER BY time");
        assertThat(found).hasSizeBetween(5, 15);
        assertThat(found)
                .isEqualTo(
                        java.util.stream.IntStream.range(0, found.size())
                                .mapToObj(n -> "id-" + n)
                                .toList());
    }

    /// The disk does not give one of them.
    @Test
    void aSegmentThatCannotBeReadHoldsUpNoOther() throws IOException {
        again().log().note(said(WINE, 1));
        awaitRows(1);
        close();
        var bad = data.resolve("predictions/segments/0000000000001-00000000.segment");
        Files.createDirectory(bad);

        become();

        assertThat(table("SELECT prediction_id FROM predictions")).containsExactly("id-1");
        assertThat(parquet()).hasSize(1);
        assertThat(segments()).isEmpty();
        assertThat(bad).isDirectory();
        assertThat(days()).hasSize(1);
    }

    @Test
    void whatAnEarlierProcessWorkedOnGoes() throws IOException {
        var job = Files.createDirectories(data.resolve("predictions/work/job1"));
        Files.writeString(job.resolve("found.json"), "{}");
        var day = Files.createDirectories(data.resolve("predictions/parquet/wine/2026-11-26"));
        Files.writeString(day.resolve("1795779296123-5ca1ab1e.1.parquet.half"), "half of it");

        again().log().note(said(WINE, 1));
        awaitRows(1);
        become();

        assertThat(job).doesNotExist();
        assertThat(day).isEmptyDirectory();
    }

    @Test
    void whatNeverBecomesParquetDoesNotFillTheDiskAndIsCounted() throws IOException {
        waiting = 1;
        again().log().note(said(WINE, 1));
        close();
        assertThat(segments()).hasSize(1);
        Files.writeString(data.resolve("predictions/parquet"), "in the way");
        var records = again();

        assertThatThrownBy(() -> records.upkeep().round()).isInstanceOf(IOException.class);

        assertThat(segments()).isEmpty();
        assertThat(records.log().tallies().values())
                .extracting(PredictionLog.Tally::dropped)
                .containsExactly(1L);
    }

    @Test
    void nobodyElseMayLookIntoTheLog() throws IOException {
        again();

        assertThat(
                        java.nio.file.attribute.PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("predictions"))))
                .isEqualTo("rwx------");
    }

    @Test
    void releasesWithOtherTensorsAreAskedTogether() throws IOException {
        var records = again();
        records.log().note(with(1, floats("X", List.of(1L, 2L), 1, 2)));
        close();
        again();
        become();
        open.orElseThrow().log().note(with(2, texts("X", "a"), floats("new", List.of(1L), 5)));
        awaitRows(2);

        assertThat(table("SELECT inputs.X, inputs.new FROM predictions ORDER BY prediction_id"))
                .containsExactly("[\"1.0\",\"2.0\"]|", "[\"a\"]|[5.0]");
    }

    @Test
    void everyDatatypeIsInTheLogAsItIs() throws IOException {
        var records = again();
        records.log()
                .note(
                        with(
                                1,
                                raw("b", Datatype.BOOL, 1),
                                raw("u8", Datatype.UINT8, 255),
                                raw("i8", Datatype.INT8, 255),
                                raw("u16", Datatype.UINT16, 255, 255),
                                raw("i16", Datatype.INT16, 254, 255),
                                raw("u32", Datatype.UINT32, 255, 255, 255, 255),
                                raw("i32", Datatype.INT32, 254, 255, 255, 255),
                                raw("u64", Datatype.UINT64, 255, 255, 255, 255, 255, 255, 255, 255),
                                raw("i64", Datatype.INT64, 254, 255, 255, 255, 255, 255, 255, 255),
                                raw("f16", Datatype.FP16, 0, 0x3c),
                                raw("f64", Datatype.FP64, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f),
                                texts("t", "żółw"),
                                texts("T", "another \"name\"")));
        awaitRows(1);
        var sql = "SELECT inputs.* EXCLUDE (T_2), inputs.T_2, typeof(inputs.u64) FROM predictions";
        var all =
                "[true]|[255]|[-1]|[65535]|[-2]|[4294967295]|[-2]|[18446744073709551615]|[-2]|[1.0]|[1.0]|[\"żółw\"]"
                        + "|[\"another \\\"name\\\"\"]|UBIGINT[]";

        assertThat(table(sql)).containsExactly(all);
        become();
        assertThat(table(sql)).containsExactly(all);
    }

    @Test
    void whatIsRedactedIsNothing() throws IOException {
        var whole = floats("X", List.of(2L, 2L), 1, 0, 3, 0);
        again().log()
                .note(
                        with(
                                1,
                                new LoggedTensor(
                                        "X", Datatype.FP32, whole.shape(), whole.raw(), List.of(1)),
                                LoggedTensor.withheld("name", Datatype.BYTES, List.of(2L))));
        awaitRows(1);

        assertThat(table("SELECT inputs.X, inputs.name FROM predictions"))
                .containsExactly("[1.0,null,3.0,null]|");
    }

    @Test
    void onlyOneServiceAndOnlyTheLatestAreThereIfThatIsWanted() throws IOException {
        var records = again();
        records.log().note(said(WINE, 1, NOON.minus(Duration.ofDays(2))));
        records.log().note(said(WINE, 2, NOON));
        records.log().note(said(TUMOUR, 3, NOON));
        awaitRows(3);
        become();

        assertThat(
                        told(
                                new Query(
                                        "SELECT prediction_id FROM predictions",
                                        Optional.of(WINE),
                                        Optional.of(NOON),
                                        10)))
                .containsExactly("id-2");
        assertThat(days())
                .extracting(d -> d.service() + " " + d.day() + " " + d.rows() + " " + d.waiting())
                .containsExactly(
                        "tumour 2026-11-27 1 0", "wine 2026-11-27 1 0", "wine 2026-11-25 1 0");
    }

    @Test
    void anEmptyLogCanBeAskedToo() {
        again();

        assertThat(table("SELECT count(*), count(inputs) FROM predictions")).containsExactly("0|0");
    }

    @Test
    void nothingButOneSelectIsDone() throws IOException {
        again().log().note(said(WINE, 1));
        awaitRows(1);
        become();
        var file = parquet().getFirst();
        var bytes = Files.readAllBytes(file);
        for (var sql :
                List.of(
                        "COPY predictions TO '" + file + "' (FORMAT parquet)",
                        "SELECT * FROM read_text('/etc/hostname')")) {
            var problem = refused(sql);
            assertThat(problem.code()).as(sql).isEqualTo(Code.INVALID_QUERY);
            assertThat(problem.cause()).as(sql).isNotEmpty();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void aQueryThatNeedsTooMuchEndsWithoutHarm() throws IOException {
        again().log().note(said(WINE, 1));
        awaitRows(1);

        assertThat(
                        refused(
                                        "SELECT count(*) FROM (SELECT range FROM range(200000000) ORDER BY hash(range))")
                                .code())
                .isEqualTo(Code.QUERY_TOO_LARGE);

        assertThat(table("SELECT count(*) FROM predictions")).containsExactly("1");
    }

    @Test
    void noMoreRowsAreToldThanWereWanted() {
        again();

        var answer = answered(new Query("FROM range(100)", Optional.empty(), Optional.empty(), 7));

        assertThat(answer.rows()).hasSize(7);
        assertThat(answer.cut()).isTrue();
        assertThat(answer.columns().getFirst().type()).isEqualTo("BIGINT");
    }

    @Test
    void whatIsOlderThanItsServiceWantsIsDeletedAndTheRestIsNot() throws IOException {
        policy.set(policy(Duration.ofDays(3), 1 << 30));
        for (int day = 0; day < 6; day++) {
            now.set(NOON.plus(Duration.ofDays(day)));
            again().log().note(said(WINE, day, now.get()));
            awaitOpen();
            close();
        }
        again();
        become();

        assertThat(table("SELECT prediction_id FROM predictions ORDER BY 1"))
                .containsExactly("id-2", "id-3", "id-4", "id-5");
        try (Stream<Path> days = Files.list(data.resolve("predictions/parquet/wine"))) {
            assertThat(days.map(d -> LocalDate.parse(String.valueOf(d.getFileName()))))
                    .doesNotContain(LocalDate.of(2026, 11, 27))
                    .hasSize(4);
        }
    }

    @Test
    void aboveSoManyBytesTheOldestGoes() throws IOException {
        for (int n = 0; n < 4; n++) {
            now.set(NOON.plus(Duration.ofMinutes(n)));
            again().log().note(said(WINE, n, now.get()));
            again().log().note(said(TUMOUR, n, now.get()));
            close();
        }
        again();
        become();
        long each = Files.size(parquet().getFirst());
        policy.set(policy(Duration.ofDays(30), 2 * each + each / 2));

        become();

        assertThat(table("SELECT service, prediction_id FROM predictions ORDER BY ALL"))
                .containsExactly("tumour|id-2", "tumour|id-3", "wine|id-2", "wine|id-3");
    }

    private Records again() {
        if (open.isEmpty()) {
            var limits =
                    new RecordLimits(
                            256, 4 << 20, 64 << 10, Duration.ofHours(1), Duration.ZERO, 1, waiting);
            open = Optional.of(new Records(data, limits, _ -> policy.get(), now::get));
        }
        return open.get();
    }

    /// Closes the segment that is open, and makes Parquet of all there are.
    private void become() throws IOException {
        close();
        var records = again();
        try {
            records.upkeep().round();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitRows(long rows) {
        Patience.until(
                rows + " rows are written",
                () -> days().stream().mapToLong(Day::rows).sum() >= rows);
    }

    private void awaitOpen() {
        Patience.until(
                "a segment is open",
                () -> segments().stream().anyMatch(s -> s.toString().endsWith(".open")));
    }

    private List<Day> days() throws IOException {
        return again().inquiry().days();
    }

    private List<String> table(String sql) {
        return told(new Query(sql, Optional.empty(), Optional.empty(), 1000));
    }

    private List<String> told(Query query) {
        return answered(query).rows().stream()
                .map(row -> String.join("|", row.stream().map(Cell::text).toList()))
                .toList();
    }

    private Answer answered(Query query) {
        return switch (again().inquiry().query(query)) {
            case Outcome.Done<Answer>(var answer) -> answer;
            case Outcome.Refused<Answer>(var problem) -> throw new AssertionError(problem);
        };
    }

    private Problem refused(String sql) {
        return switch (again().inquiry()
                .query(new Query(sql, Optional.empty(), Optional.empty(), 10))) {
            case Outcome.Done<Answer>(var answer) -> throw new AssertionError(sql + ": " + answer);
            case Outcome.Refused<Answer>(var problem) -> problem;
        };
    }

    private List<Path> segments() throws IOException {
        return list(data.resolve("predictions/segments"));
    }

    private List<Path> parquet() throws IOException {
        return list(data.resolve("predictions/parquet"));
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static lastgood.core.prediction.LoggedPrediction with(int n, LoggedTensor... inputs) {
        return said(new ServiceName("wine"), n, NOON.plusMillis(n), List.of(inputs), List.of());
    }

    private static LoggedTensor raw(String name, Datatype datatype, int... bytes) {
        var raw = new byte[bytes.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return new LoggedTensor(name, datatype, List.of(1L), raw, List.of());
    }

    private static LogPolicy policy(Duration keep, long maxBytes) {
        return new LogPolicy.On(Share.ALL, List.of(), true, true, keep, maxBytes);
    }
}
