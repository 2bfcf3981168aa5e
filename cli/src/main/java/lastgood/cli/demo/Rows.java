package lastgood.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lastgood.wire.Json;
import tools.jackson.databind.JsonNode;

/// The held-out patients: what a caller sends, and what turned out to be true.
record Rows(List<Row> rows) {
    /// @param body a request of the Open Inference Protocol
    record Row(String body, long truth) {}

    static Rows read(Path file) throws IOException {
        var rows = new ArrayList<Row>();
        for (var line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                rows.add(row(Json.mapper().readTree(line)));
            }
        }
        return new Rows(List.copyOf(rows));
    }

    private static Row row(JsonNode line) {
        var request = Json.mapper().createObjectNode();
        var inputs = request.putArray("inputs");
        for (var input : line.get("inputs").properties()) {
            var tensor = inputs.addObject();
            tensor.put("name", input.getKey());
            tensor.put("datatype", "FP32");
            tensor.putArray("shape").add(1).add(input.getValue().size());
            tensor.set("data", input.getValue());
        }
        return new Row(Json.write(request), line.get("label").asLong());
    }
}
