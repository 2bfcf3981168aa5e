package lastgood.wire.view;

import java.util.List;
import lastgood.core.port.PredictionRecords.Answer;
import lastgood.core.port.PredictionRecords.Cell;
import lastgood.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a query of the prediction log found.
///
/// @param rows each a value a column
/// @param cut whether there is more than is told here
public record PredictionTableView(
        List<PredictionColumn> columns, List<List<JsonNode>> rows, boolean cut) {

    /// @param type by DuckDB's name
    public record PredictionColumn(String name, String type) {}

    public static PredictionTableView of(Answer answer) {
        return new PredictionTableView(
                answer.columns().stream()
                        .map(c -> new PredictionColumn(c.name(), c.type()))
                        .toList(),
                answer.rows().stream()
                        .map(row -> row.stream().map(PredictionTableView::json).toList())
                        .toList(),
                answer.cut());
    }

    private static JsonNode json(Cell cell) {
        return switch (cell.kind()) {
            case NOTHING -> JsonNodeFactory.instance.nullNode();
            case TEXT -> JsonNodeFactory.instance.stringNode(cell.text());
            case TRUTH, NUMBER, PARTS -> Json.mapper().readTree(cell.text());
        };
    }
}
