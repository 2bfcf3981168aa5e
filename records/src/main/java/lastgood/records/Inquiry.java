package lastgood.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import lastgood.core.port.PredictionLog;
import lastgood.core.port.PredictionRecords;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.records.duck.DuckProcess;
import lastgood.records.duck.Job;
import lastgood.records.parquet.ParquetFile;
import lastgood.records.parquet.ParquetFolder;
import lastgood.records.segment.SegmentReader;
import lastgood.records.segment.Segments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Answers people's questions about the log, one at a time.
final class Inquiry implements PredictionRecords {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int MEMORY = 512;
    private static final int THREADS = 2;
    private static final int BEHIND = 10;
    private static final long MOST_BYTES = 8 << 20;
    private static final int LONGEST = 100_000;

    private final PredictionLog log;
    private final Segments segments;
    private final ParquetFolder parquet;
    private final ReentrantLock lock;
    private final DuckProcess process;
    private final ObjectMapper mapper = new ObjectMapper();

    private record Place(ServiceName service, LocalDate day) {}

    private record Sum(long rows, long bytes, long waiting) {
        Sum and(Sum other) {
            return new Sum(rows + other.rows, bytes + other.bytes, waiting + other.waiting);
        }
    }

    Inquiry(
            PredictionLog log,
            Segments segments,
            ParquetFolder parquet,
            DuckProcess process,
            ReentrantLock lock) {
        this.log = log;
        this.segments = segments;
        this.parquet = parquet;
        this.process = process;
        this.lock = lock;
    }

    @Override
    public Outcome<Answer> query(Query query) {
        if (query.sql().length() > LONGEST) {
            return Outcome.refused(
                    Problem.of(
                            Code.TOO_LARGE, "The query has more than " + LONGEST + " characters."));
        }
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.refused(
                        Problem.of(
                                        Code.BUSY,
                                        "The prediction log is being asked or tidied already.")
                                .tryThis("the same again in a moment"));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Outcome.refused(
                    Problem.of(Code.BUSY, "The wait for the prediction log was interrupted."));
        }
        try {
            return told(process.run(job(query), WITHIN, BEHIND));
        } catch (DuckProcess.EndedException e) {
            return Outcome.refused(
                    e.isLate()
                            ? tooLarge("it was ended after " + WITHIN.toSeconds() + " s")
                            : away(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Outcome.refused(away(e.toString()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Day> days() throws IOException {
        var sums = new LinkedHashMap<Place, Sum>();
        var unconverted = unconverted();
        for (var file : files(unconverted)) {
            sums.merge(
                    new Place(file.service(), file.day()),
                    new Sum(file.rows(), file.bytes(), 0),
                    Sum::and);
        }
        for (var segment : unconverted) {
            read(segment, sums);
        }
        return sums.entrySet().stream()
                .map(e ->
                        new Day(
                                e.getKey().service(),
                                e.getKey().day(),
                                e.getValue().rows(),
                                e.getValue().bytes(),
                                e.getValue().waiting()))
                .sorted(
                        Comparator.comparing(Day::day)
                                .reversed()
                                .thenComparing(day -> day.service().text()))
                .toList();
    }

    @Override
    public Map<ServiceName, PredictionLog.Tally> tallies() {
        return log.tallies();
    }

    private static void read(Path segment, Map<Place, Sum> sums) throws IOException {
        try {
            SegmentReader.read(
                    Files.exists(segment) ? segment : Segments.closed(segment),
                    said -> {
                        var day =
                                Instant.ofEpochMilli(said.atMillis())
                                        .atZone(ZoneOffset.UTC)
                                        .toLocalDate();
                        sums.merge(
                                new Place(said.release().service(), day),
                                new Sum(1, said.bytes(), 1),
                                Sum::and);
                    });
        } catch (NoSuchFileException _) {
            // It became Parquet in this moment; the next look finds it there.
        } catch (IOException e) {
            LOG.debug("{} cannot be read: {}", segment, e.toString());
        }
    }

    private Job job(Query query) throws IOException {
        var unconverted = unconverted();
        var from = query.since().map(since -> since.atZone(ZoneOffset.UTC).toLocalDate());
        var files =
                files(unconverted).stream()
                        .filter(f -> query.service().map(f.service()::equals).orElse(true))
                        .filter(f -> from.map(day -> !f.day().isBefore(day)).orElse(true))
                        .map(f -> f.path().toString())
                        .toList();
        return new Job(
                List.of(),
                Optional.of(
                        new Job.Query(
                                query.sql(),
                                files,
                                unconverted.stream().map(Path::toString).toList(),
                                query.service().map(ServiceName::text),
                                query.since().map(Instant::toEpochMilli),
                                query.most(),
                                MOST_BYTES)),
                parquet.path().toString(),
                THREADS,
                MEMORY);
    }

    /// Closed ones first. One that is closed between the two looks is seen by both: it is open then, and found closed when
    /// it is read.
    private List<Path> unconverted() throws IOException {
        var open = segments.open();
        var all = new ArrayList<>(segments.closed());
        var names = all.stream().map(Segments::name).collect(Collectors.toSet());
        open.stream().filter(file -> !names.contains(Segments.name(file))).forEach(all::add);
        return all;
    }

    /// A crash between the making of files and the end of their segment leaves both: the segment has everything.
    private List<ParquetFile> files(List<Path> unconverted) throws IOException {
        Set<String> names = new HashSet<>(unconverted.stream().map(Segments::name).toList());
        return parquet.files().stream().filter(f -> !names.contains(f.segment())).toList();
    }

    private Outcome<Answer> told(Job.Found found) {
        if (found.problem().isPresent()) {
            var refusal = found.problem().get();
            return Outcome.refused(
                    refusal.large()
                            ? tooLarge(refusal.why())
                            : Problem.of(Code.INVALID_QUERY, "The query cannot be answered.")
                                    .because(refusal.why())
                                    .tryThis("lastgood predictions query 'DESCRIBE predictions'"));
        }
        var rows = found.rows().orElseThrow(() -> new IllegalStateException("a query has rows"));
        var columns = new ArrayList<Column>();
        for (int c = 0; c < rows.names().size(); c++) {
            columns.add(new Column(rows.names().get(c), rows.types().get(c)));
        }
        return Outcome.done(
                new Answer(columns, rows.rows().stream().map(this::cells).toList(), rows.cut()));
    }

    private List<Cell> cells(String row) {
        var cells = new ArrayList<Cell>();
        for (var node : mapper.readTree(row)) {
            cells.add(cell(node));
        }
        return cells;
    }

    private static Cell cell(JsonNode node) {
        if (node.isNull()) {
            return new Cell(Cell.Kind.NOTHING, "");
        }
        if (node.isBoolean()) {
            return new Cell(Cell.Kind.TRUTH, node.toString());
        }
        if (node.isNumber()) {
            return new Cell(Cell.Kind.NUMBER, node.toString());
        }
        return node.isString()
                ? new Cell(Cell.Kind.TEXT, node.stringValue())
                : new Cell(Cell.Kind.PARTS, node.toString());
    }

    private static Problem tooLarge(String why) {
        return Problem.of(Code.QUERY_TOO_LARGE, "The query needs too much of this machine.")
                .because(why)
                .tryThis("the same with --service and --since, or with fewer columns");
    }

    private static Problem away(String why) {
        return Problem.of(Code.RECORDS_AWAY, "The prediction log cannot be asked now.")
                .because(why)
                .inState("Predictions are answered and logged all the same.");
    }
}
