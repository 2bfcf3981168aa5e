package lastgood.server.soak.client;

import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a classifier says of one row.
@SuppressWarnings("ArrayRecordComponent") // compared by agreesWith
public record Numbers(long label, float[] probabilities) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Two runs of one model differ by less; the rows that are asked differ by a hundred times as much between models.
    private static final float EQUAL = 1e-5f;

    /// Reads an answer of the prediction port.
    public static Numbers of(byte[] answer) {
        var document = JSON.readTree(answer);
        return new Numbers(
                output(document, "label").get(0).longValue(),
                floats(output(document, "probabilities")));
    }

    /// From a recorded row's `outputs`: label `[0]`, probabilities `[[…]]`.
    public static Numbers recorded(JsonNode outputs) {
        return new Numbers(
                outputs.get("label").get(0).longValue(),
                floats(outputs.get("probabilities").get(0)));
    }

    public boolean agreesWith(Numbers other) {
        return label == other.label && distance(other) <= EQUAL;
    }

    /// So different that no rounding makes one the other.
    public boolean isFarFrom(Numbers other) {
        return distance(other) > 100 * EQUAL;
    }

    @Override
    public String toString() {
        return label + " " + Arrays.toString(probabilities);
    }

    private float distance(Numbers other) {
        if (probabilities.length != other.probabilities.length) {
            return Float.MAX_VALUE;
        }
        float most = 0;
        for (int i = 0; i < probabilities.length; i++) {
            float apart = Math.abs(probabilities[i] - other.probabilities[i]);
            most = apart <= most ? most : Float.isNaN(apart) ? Float.MAX_VALUE : apart;
        }
        return most;
    }

    private static JsonNode output(JsonNode document, String name) {
        return document.get("outputs")
                .valueStream()
                .filter(o -> o.get("name").stringValue().equals(name))
                .findFirst()
                .map(o -> o.get("data"))
                .orElseThrow(() ->
                        new IllegalArgumentException("no output '" + name + "' in " + document));
    }

    private static float[] floats(JsonNode data) {
        var values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.get(i).floatValue();
        }
        return values;
    }
}
