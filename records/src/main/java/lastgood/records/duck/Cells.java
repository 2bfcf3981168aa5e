package lastgood.records.duck;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// DuckDB's values as JSON: numbers as they are, what has parts with its parts, everything else as its text.
final class Cells {
    private Cells() {}

    static JsonNode json(@Nullable Object value, JsonNodeFactory nodes) throws SQLException {
        return switch (value) {
            case null -> nodes.nullNode();
            case Boolean truth -> nodes.booleanNode(truth);
            case Byte number -> nodes.numberNode(number);
            case Short number -> nodes.numberNode(number);
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case BigInteger number -> nodes.numberNode(number);
            case BigDecimal number -> nodes.numberNode(number);
            case Float number when Float.isFinite(number) -> nodes.numberNode(number);
            case Double number when Double.isFinite(number) -> nodes.numberNode(number);
            case Array list -> {
                var array = nodes.arrayNode();
                for (var item : (@Nullable Object[]) list.getArray()) {
                    array.add(json(item, nodes));
                }
                yield array;
            }
            case DuckDBStruct struct -> object(struct.getMap(), nodes);
            case Map<?, ?> map -> object(map, nodes);
            default -> nodes.stringNode(value.toString());
        };
    }

    private static JsonNode object(Map<?, ?> map, JsonNodeFactory nodes) throws SQLException {
        var object = nodes.objectNode();
        for (var entry : map.entrySet()) {
            object.set(String.valueOf(entry.getKey()), json(entry.getValue(), nodes));
        }
        return object;
    }
}
