package lastgood.gateway.running.workbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.LoadedStack;
import lastgood.gateway.running.tensor.Row;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Finds the least and greatest value of each column that the model itself is given, over recorded rows.
final class RangeFinder {
    private final LoadedStack stack;
    private final Map<Place, Span> spans = new LinkedHashMap<>();

    RangeFinder(LoadedStack stack) {
        this.stack = stack;
    }

    private record Place(String tensor, int index, int width) {}

    private record Span(double least, double greatest) {
        Span with(double value) {
            return new Span(Math.min(least, value), Math.max(greatest, value));
        }
    }

    Outcome<List<OfflineEvidence.Range>> find(List<Row> rows) {
        for (var row : rows) {
            switch (stack.gather(row.inputs(), Trier.LOOK_UP_WITHIN).then(stack::modelInputs)) {
                case Outcome.Done<List<Tensor>>(var tensors) -> tensors.forEach(this::see);
                case Outcome.Refused<List<Tensor>>(var problem) -> {
                    return Outcome.refused(
                            Problem.of(
                                    Code.INVALID_RELEASE,
                                    "evidence row " + row.line() + ": " + problem.what()));
                }
            }
        }
        return Outcome.done(
                spans.entrySet().stream()
                        .map(entry -> range(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private void see(Tensor tensor) {
        if (tensor.datatype() == Datatype.BYTES) {
            return;
        }
        for (int i = 0; i < tensor.values().size(); i++) {
            double value = exact(tensor, i);
            if (Double.isFinite(value)) {
                var place = new Place(tensor.name(), i % tensor.width(), tensor.width());
                spans.merge(place, new Span(value, value), (span, _) -> span.with(value));
            }
        }
    }

    /// 0.1 as FP32 is written down as 0.1, not as the sixteen digits of its nearest double.
    private static double exact(Tensor tensor, int i) {
        return tensor.values() instanceof Values.Floats floats
                ? Double.parseDouble(Float.toString(floats.array()[i]))
                : tensor.real(i);
    }

    private OfflineEvidence.Range range(Place place, Span span) {
        return new OfflineEvidence.Range(
                place.tensor(), place.index(), name(place), span.least(), span.greatest());
    }

    /// What the schema calls it: by the tensor's own name, else by the only input of this width that has names.
    private String name(Place place) {
        var inputs = stack.parts().schema().inputs();
        var named = inputs.stream().filter(t -> t.columns().size() == place.width()).toList();
        var same = named.stream().filter(t -> t.name().equals(place.tensor())).findFirst();
        return same.or(() -> named.size() == 1 ? named.stream().findFirst() : same)
                .map(TensorSpec::columns)
                .map(columns -> columns.get(place.index()))
                .map(Column::name)
                .orElse(Integer.toString(place.index()));
    }
}
