package lastgood.cli.predictions;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Rows as comma-separated values (RFC 4180), with a head; nothing where there is nothing.
final class Csv {
    private static final String END = "\r\n";

    private Csv() {}

    static void print(List<String> names, List<List<JsonNode>> rows, PrintStream out) {
        out.print(line(names));
        rows.forEach(row ->
                out.print(line(row.stream().map(v -> PredictionsQuery.text(v, "")).toList())));
        out.flush();
    }

    private static String line(List<String> values) {
        return values.stream().map(Csv::quoted).collect(Collectors.joining(",")) + END;
    }

    private static String quoted(String value) {
        return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }
}
