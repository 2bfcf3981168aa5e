package lastgood.wire.request;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Labels for predictions, at most [#MOST] a call, as `{"labels":[…]}` or one a line.
public record LabelsRequest(List<Line> labels) {
    public static final int MOST = 10_000;
    public static final String NDJSON = "application/x-ndjson";

    public LabelsRequest {
        labels = List.copyOf(labels);
    }

    /// @param row from 0; may be left out where the request had one row
    /// @param value empty: neither a number nor a text, so no label of any prediction
    public record Line(String predictionId, Optional<Integer> row, Optional<Value> value) {}

    private record Item(String predictionId, Optional<Integer> row, JsonNode label) {
        Line line() {
            return new Line(predictionId, row, LabelsRequest.value(label));
        }
    }

    private record Body(List<Item> labels) {}

    /// Reads `{"labels":[{"predictionId":"…","row":0,"label":0}]}`.
    public static Outcome<LabelsRequest> read(InputStream body) {
        return Json.read(body, Body.class, Code.INVALID_LABELS).then(b -> bounded(b.labels()));
    }

    /// Reads one label a line. Of a document with one bad line nothing is taken.
    public static Outcome<LabelsRequest> readLines(InputStream body) {
        var items = new ArrayList<Item>();
        try (var values = Json.mapper().readerFor(Item.class).<Item>readValues(body)) {
            while (values.hasNextValue()) {
                if (items.size() == MOST) {
                    return tooMany();
                }
                items.add(values.nextValue());
            }
        } catch (JacksonException e) {
            return Outcome.refused(Json.malformed(e, Code.INVALID_LABELS));
        }
        return bounded(items);
    }

    private static Outcome<LabelsRequest> bounded(List<Item> items) {
        if (items.size() > MOST) {
            return tooMany();
        }
        if (items.stream().anyMatch(Objects::isNull)) {
            return Outcome.refused(
                    Problem.of(Code.INVALID_LABELS, "A label is null.")
                            .because("each is an object with predictionId and label"));
        }
        return Outcome.done(new LabelsRequest(items.stream().map(Item::line).toList()));
    }

    private static Outcome<LabelsRequest> tooMany() {
        return Outcome.refused(
                Problem.of(Code.INVALID_LABELS, "Too many labels in one call.")
                        .because("at most " + MOST + " labels are taken at once")
                        .tryThis("send them in several calls"));
    }

    private static Optional<Value> value(JsonNode label) {
        if (label.isIntegralNumber() && label.canConvertToLong()) {
            return Optional.of(new Value.Whole(label.longValue()));
        }
        if (label.isNumber()) {
            // 1e400 is no value of any prediction.
            return Optional.of(label.doubleValue()).filter(Double::isFinite).map(Value.Real::new);
        }
        return label.isString()
                ? Optional.of(new Value.Text(label.stringValue()))
                : Optional.empty();
    }
}
