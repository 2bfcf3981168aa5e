package lastgood.records.duck;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lastgood.core.prediction.LoggedTensor;
import org.duckdb.DuckDBAppender;

/// The tensors of one side as one column with a field for each: found by looking at all that will stand in it.
final class TensorColumns {
    private final Map<String, ColumnType> types = new LinkedHashMap<>();

    void see(Collection<LoggedTensor> tensors) {
        tensors.forEach(t -> types.merge(t.name(), ColumnType.of(t.datatype()), ColumnType::and));
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    String appended() {
        return struct(ColumnType::appended);
    }

    String written() {
        return struct(ColumnType::written);
    }

    void append(List<LoggedTensor> tensors, DuckDBAppender to) throws SQLException {
        if (tensors.isEmpty()) {
            to.appendNull();
            return;
        }
        to.beginStruct();
        for (var type : types.entrySet()) {
            var tensor = find(tensors, type.getKey());
            if (tensor.isPresent()) {
                type.getValue().append(tensor.get(), to);
            } else {
                to.appendNull();
            }
        }
        to.endStruct();
    }

    private String struct(java.util.function.Function<ColumnType, String> type) {
        var taken = new HashSet<String>();
        return types.entrySet().stream()
                .map(e -> quoted(free(e.getKey(), taken)) + " " + type.apply(e.getValue()))
                .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    /// DuckDB does not tell `x` from `X`.
    private static String free(String name, Set<String> taken) {
        var plain = name.isEmpty() ? "_" : name;
        var found = plain;
        for (int n = 2; !taken.add(found.toLowerCase(Locale.ROOT)); n++) {
            found = plain + "_" + n;
        }
        return found;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static Optional<LoggedTensor> find(List<LoggedTensor> tensors, String name) {
        return tensors.stream().filter(t -> t.name().equals(name)).findFirst();
    }
}
