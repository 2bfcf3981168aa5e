package lastgood.records.duck;

import java.util.List;
import java.util.Optional;

/// What a child process is to do, and what it says of it. Both are files in a folder of its own.
///
/// @param convert segments that are to become Parquet
/// @param query what is asked; empty where nothing is
/// @param parquet the folder of Parquet files
/// @param threads that DuckDB may use
/// @param memory that it may use, in MiB
public record Job(
        List<String> convert, Optional<Query> query, String parquet, int threads, int memory) {
    public static final String FILE = "job.json";
    public static final String FOUND = "found.json";

    /// @param files Parquet files that are asked
    /// @param segments that are not Parquet yet, and asked all the same
    /// @param service empty: all
    /// @param sinceMillis empty: all
    /// @param mostRows in the answer
    /// @param mostBytes in the answer, about
    public record Query(
            String sql,
            List<String> files,
            List<String> segments,
            Optional<String> service,
            Optional<Long> sinceMillis,
            int mostRows,
            long mostBytes) {}

    /// @param done segments whose records are all in Parquet files that outlast a crash
    /// @param unusable segments of which something cannot become Parquet, now or later; what can has
    /// @param failed segments that did not become Parquet this time, and may another time
    /// @param torn what could not be read, in words
    /// @param problem why there is no answer; empty: there is one, or nothing was asked
    public record Found(
            List<String> done,
            List<String> unusable,
            List<String> failed,
            List<String> torn,
            Optional<Refusal> problem,
            Optional<Rows> rows) {}

    /// @param large whether it is too large rather than wrong
    public record Refusal(boolean large, String why) {}

    /// @param names of the columns
    /// @param types of the columns
    /// @param rows each a JSON array
    public record Rows(List<String> names, List<String> types, List<String> rows, boolean cut) {}
}
