package lastgood.server.soak.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One recorded row: what is asked, and what is true of it.
///
/// @param values of its one tensor
/// @param truth minus one where the file has no label
/// @param request as the Open Inference Protocol wants it
@SuppressWarnings("ArrayRecordComponent") // nobody compares rows
public record Row(int index, float[] values, int truth, byte[] request) {
    private static final JsonMapper JSON = new JsonMapper();

    /// All rows of a file with one JSON document a line.
    public static List<Row> read(Path file) {
        try {
            var rows = new ArrayList<Row>();
            for (var line : Files.readAllLines(file)) {
                rows.add(of(rows.size(), JSON.readTree(line)));
            }
            return List.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row of(int index, JsonNode line) {
        var tensor = line.get("inputs").propertyNames().iterator().next();
        var data = line.get("inputs").get(tensor);
        var values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.get(i).floatValue();
        }
        var label = line.get("label");
        var request =
                "{\"inputs\":[{\"name\":\"%s\",\"shape\":[1,%d],\"datatype\":\"FP32\",\"data\":%s}]}"
                        .formatted(tensor, values.length, data);
        return new Row(
                index,
                values,
                label == null ? -1 : label.intValue(),
                request.getBytes(StandardCharsets.UTF_8));
    }
}
