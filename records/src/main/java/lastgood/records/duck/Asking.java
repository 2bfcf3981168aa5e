package lastgood.records.duck;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import lastgood.core.release.ServiceName;
import lastgood.records.duck.Job.Refusal;
import org.duckdb.DuckDBConnection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Answers one SELECT over the table `predictions`, and does nothing else that SQL can do.
final class Asking {
    /// Files from before a column was there have none of what it tells.
    private static final String GROWN = "* REPLACE (coalesce(shadow, false) AS shadow)";

    private final DuckDBConnection connection;
    private final Job job;
    private final Path own;
    private final ObjectMapper mapper;

    /// @param own a folder of this process
    Asking(DuckDBConnection connection, Job job, Path own, ObjectMapper mapper) {
        this.connection = connection;
        this.job = job;
        this.own = own;
        this.mapper = mapper;
    }

    /// What was found, or why there is no answer.
    record Result(Optional<Refusal> problem, Optional<Job.Rows> rows) {
        static Result refused(boolean large, String why) {
            return new Result(Optional.of(new Refusal(large, why)), Optional.empty());
        }
    }

    Result ask(Job.Query query, List<String> torn) throws IOException, SQLException {
        lay(query, torn);
        lock();
        var objection = objection(query.sql());
        return objection.isPresent() ? Result.refused(false, objection.get()) : select(query);
    }

    /// Puts what is asked where the query finds it: all Parquet files, and what is not Parquet yet made so for this query.
    private void lay(Job.Query query, List<String> torn) throws IOException, SQLException {
        var files = new ArrayList<>(query.files().stream().map(Path::of).toList());
        var service = query.service().map(ServiceName::new);
        var conversion = new Conversion(connection, own);
        for (var segment : query.segments()) {
            try {
                files.addAll(conversion.of(Path.of(segment), service, torn::add));
            } catch (NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                torn.add(segment + " cannot be read: " + e);
            }
        }
        run("CREATE TABLE nobody (" + Rows.COLUMNS + ")");
        if (files.isEmpty()) {
            run("CREATE VIEW predictions AS SELECT *, NULL AS inputs, NULL AS outputs FROM nobody");
            return;
        }
        var list = files.stream().map(f -> text(f.toString())).collect(Collectors.joining(", "));
        var all =
                "SELECT * FROM read_parquet(["
                        + list
                        + "], union_by_name = true, hive_partitioning = false)";
        var columns = columns(all);
        var missing =
                List.of("inputs", "outputs").stream()
                        .filter(c -> !columns.contains(c))
                        .map(c -> ", NULL AS " + c)
                        .collect(Collectors.joining());
        run(
                "CREATE VIEW predictions AS SELECT "
                        + (columns.contains("shadow") ? GROWN : "*, false AS shadow")
                        + missing
                        + " FROM ("
                        + all
                        + ")"
                        + since(query));
    }

    private static String since(Job.Query query) {
        return query.sinceMillis()
                .map(millis -> " WHERE time >= make_timestamptz(" + millis * 1000 + ")")
                .orElse("");
    }

    /// From here on nothing can be read but these folders, and nothing of this can be undone.
    private void lock() throws SQLException {
        run(
                "SET allowed_directories = [%s, %s]"
                        .formatted(text(job.parquet() + "/"), text(own + "/")));
        run("SET enable_external_access = false");
        run("SET lock_configuration = true");
    }

    /// Only a SELECT has a form as JSON; of everything else DuckDB says that it has none.
    private Optional<String> objection(String sql) throws SQLException {
        JsonNode form;
        try (var statement = connection.prepareStatement("SELECT json_serialize_sql(?)")) {
            statement.setString(1, sql);
            try (var result = statement.executeQuery()) {
                result.next();
                form = mapper.readTree(result.getString(1));
            }
        }
        if (form.path("error").asBoolean(true)) {
            return Optional.of(
                    form.path("error_type").asString("").equals("not implemented")
                            ? "only a SELECT can be asked"
                            : form.path("error_message").asString("it is no SQL"));
        }
        return form.path("statements").size() == 1
                ? Optional.empty()
                : Optional.of("it is " + form.path("statements").size() + " statements, not one");
    }

    private Result select(Job.Query query) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query.sql())) {
            return new Result(Optional.empty(), Optional.of(rows(result, query)));
        } catch (SQLException e) {
            var why = String.valueOf(e.getMessage()).strip();
            boolean large = why.toLowerCase(Locale.ROOT).startsWith("out of memory");
            return Result.refused(large, large ? why.lines().findFirst().orElse(why) : why);
        }
    }

    private Job.Rows rows(ResultSet result, Job.Query query) throws SQLException {
        var meta = result.getMetaData();
        var names = new ArrayList<String>();
        var types = new ArrayList<String>();
        for (int c = 1; c <= meta.getColumnCount(); c++) {
            names.add(meta.getColumnLabel(c));
            types.add(meta.getColumnTypeName(c));
        }
        var rows = new ArrayList<String>();
        long bytes = 0;
        while (result.next()) {
            if (rows.size() >= query.mostRows() || bytes > query.mostBytes()) {
                return new Job.Rows(names, types, rows, true);
            }
            var row = mapper.createArrayNode();
            for (int c = 1; c <= names.size(); c++) {
                row.add(Cells.json(result.getObject(c), mapper.getNodeFactory()));
            }
            var text = row.toString();
            bytes += text.length();
            rows.add(text);
        }
        return new Job.Rows(names, types, rows, false);
    }

    private List<String> columns(String selection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(selection + " LIMIT 0")) {
            var names = new ArrayList<String>();
            for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
                names.add(result.getMetaData().getColumnLabel(c));
            }
            return names;
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
