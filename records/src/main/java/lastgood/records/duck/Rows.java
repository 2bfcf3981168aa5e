package lastgood.records.duck;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.prediction.LoggedTensor;
import lastgood.core.release.PartName;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Logged predictions of one service as rows of a table.
final class Rows {
    /// The columns that every table has, before `inputs` and `outputs`.
    static final String COLUMNS =
            """
            time TIMESTAMPTZ, service VARCHAR, release VARCHAR, digest VARCHAR, parts STRUCT(%s),\
             epoch BIGINT, rollout INTEGER, step INTEGER, arm VARCHAR, shielded BOOLEAN, status VARCHAR,\
             code VARCHAR, prediction_id VARCHAR, key_hash VARCHAR, latency_us BIGINT, complete BOOLEAN,\
             rows BIGINT, shadow BOOLEAN\
            """
                    .formatted(
                            Arrays.stream(PartName.values())
                                    .map(part -> part.text() + " VARCHAR")
                                    .collect(Collectors.joining(", ")));

    private final List<LoggedPrediction> said;
    private final TensorColumns inputs = new TensorColumns();
    private final TensorColumns outputs = new TensorColumns();

    Rows(List<LoggedPrediction> said) {
        this.said = said;
        said.forEach(s -> {
            inputs.see(s.inputs());
            outputs.see(s.outputs());
        });
    }

    /// Makes the table and fills it.
    void into(String table, DuckDBConnection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE "
                            + table
                            + " ("
                            + COLUMNS
                            + column("inputs", inputs)
                            + column("outputs", outputs)
                            + ")");
        }
        try (var appender = connection.createAppender("main", table)) {
            for (var one : said) {
                append(one, appender);
            }
        }
    }

    /// What is to be selected from that table.
    String selection() {
        var replaced =
                List.of(cast("inputs", inputs), cast("outputs", outputs)).stream()
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(", "));
        return replaced.isEmpty() ? "*" : "* REPLACE (" + replaced + ")";
    }

    private static String column(String name, TensorColumns columns) {
        return columns.isEmpty() ? "" : ", " + name + " " + columns.appended();
    }

    private static String cast(String name, TensorColumns columns) {
        return columns.isEmpty()
                ? ""
                : "CAST(%s AS %s) AS %s".formatted(name, columns.written(), name);
    }

    private void append(LoggedPrediction one, DuckDBAppender to) throws SQLException {
        var release = one.release();
        to.beginRow()
                .append(Instant.ofEpochMilli(one.atMillis()).atOffset(ZoneOffset.UTC))
                .append(release.service().text())
                .append(release.id().name())
                .append(release.id().digest().toString());
        to.beginStruct();
        for (var part : PartName.values()) {
            to.append(release.parts().getOrDefault(part, ""));
        }
        to.endStruct();
        to.append(one.epoch());
        if (one.rollout() == 0) {
            to.appendNull().appendNull();
        } else {
            to.append(one.rollout()).append(one.step());
        }
        to.append(one.arm().text()).append(one.shielded()).append(one.status().text());
        text(one.code().orElse(""), to);
        text(one.id().orElse(""), to);
        text(one.keyHash().orElse(""), to);
        to.append(one.micros()).append(one.complete());
        var first = one.outputs().isEmpty() ? one.inputs() : one.outputs();
        if (first.isEmpty()) {
            to.appendNull();
        } else {
            to.append(rows(first.getFirst()));
        }
        to.append(one.shadow());
        if (!inputs.isEmpty()) {
            inputs.append(one.inputs(), to);
        }
        if (!outputs.isEmpty()) {
            outputs.append(one.outputs(), to);
        }
        to.endRow();
    }

    private static void text(String text, DuckDBAppender to) throws SQLException {
        if (text.isEmpty()) {
            to.appendNull();
        } else {
            to.append(text);
        }
    }

    private static long rows(LoggedTensor tensor) {
        return tensor.shape().isEmpty() ? 1 : tensor.shape().getFirst();
    }
}
