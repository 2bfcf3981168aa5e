package lastgood.control.label;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.port.Labels;
import lastgood.core.port.Labels.Taken;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;
import lastgood.wire.request.LabelsRequest;
import lastgood.wire.view.LabelsView;

/// Takes labels for one service's predictions. They are durable when this answers.
///
/// An id that was forged, altered or made for another service is *unknown*; a label of a type that cannot be compared
/// with what was predicted, or for a row there is none of, is *invalid*.
public final class LabelIntake {
    private final Labels labels;
    private final PredictionSeal seal;

    public LabelIntake(Labels labels, PredictionSeal seal) {
        this.labels = labels;
        this.seal = seal;
    }

    public LabelsView take(ServiceName service, LabelsRequest request) throws IOException {
        var opener = seal.copy();
        var good = new ArrayList<Labels.Label>();
        int unknown = 0;
        int invalid = 0;
        for (var line : request.labels()) {
            Optional<Prediction> prediction = opener.open(service, line.predictionId());
            if (prediction.isEmpty()) {
                unknown++;
                continue;
            }
            var label = label(line, prediction.get());
            label.ifPresent(good::add);
            invalid += label.isPresent() ? 0 : 1;
        }
        var counts = count(labels.take(service, good));
        return new LabelsView(
                counts.getOrDefault(Taken.ACCEPTED, 0),
                counts.getOrDefault(Taken.DUPLICATE, 0),
                counts.getOrDefault(Taken.CONFLICTING, 0),
                unknown,
                invalid);
    }

    private static Optional<Labels.Label> label(LabelsRequest.Line line, Prediction prediction) {
        int rows = prediction.values().size();
        if (line.value().isEmpty() || (line.row().isEmpty() && rows != 1)) {
            return Optional.empty();
        }
        int row = line.row().orElse(0);
        Value value = line.value().get();
        return row >= 0 && row < rows && prediction.values().get(row).comparableWith(value)
                ? Optional.of(new Labels.Label(line.predictionId(), prediction, row, value))
                : Optional.empty();
    }

    private static Map<Taken, Integer> count(List<Taken> taken) {
        var counts = new EnumMap<Taken, Integer>(Taken.class);
        taken.forEach(t -> counts.merge(t, 1, Integer::sum));
        return counts;
    }
}
