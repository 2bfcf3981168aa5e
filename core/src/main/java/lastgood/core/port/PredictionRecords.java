package lastgood.core.port;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;

/// What the prediction log holds, for people who ask.
public interface PredictionRecords {
    /// Where no log is kept.
    PredictionRecords NONE =
            new PredictionRecords() {
                @Override
                public Outcome<Answer> query(Query query) {
                    return Outcome.refused(
                            Problem.of(Code.RECORDS_AWAY, "No prediction log is kept here."));
                }

                @Override
                public List<Day> days() {
                    return List.of();
                }

                @Override
                public Map<ServiceName, PredictionLog.Tally> tallies() {
                    return Map.of();
                }
            };

    /// Reads, and changes nothing. Blocks for as long as that takes, which is bounded.
    Outcome<Answer> query(Query query);

    /// Newest first, then by service.
    List<Day> days() throws IOException;

    /// What became of those that were noted, since the start.
    Map<ServiceName, PredictionLog.Tally> tallies();

    /// @param sql one SELECT, over `predictions`
    /// @param service whose predictions are there; empty: all
    /// @param since the oldest that is there; empty: all
    /// @param most rows that are wanted
    record Query(String sql, Optional<ServiceName> service, Optional<Instant> since, int most) {}

    /// @param cut whether there is more than is told here
    record Answer(List<Column> columns, List<List<Cell>> rows, boolean cut) {
        public Answer {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /// @param type by DuckDB's name
    record Column(String name, String type) {}

    /// One value as text.
    ///
    /// @param text empty for nothing; JSON for what has parts
    record Cell(Kind kind, String text) {
        public enum Kind {
            NOTHING,
            TRUTH,
            NUMBER,
            TEXT,
            PARTS
        }
    }

    /// One service's records of one day (UTC).
    ///
    /// @param bytes on disk
    /// @param waiting of the rows, those that are not Parquet yet
    record Day(ServiceName service, LocalDate day, long rows, long bytes, long waiting) {}
}
