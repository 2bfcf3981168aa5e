package lastgood.core.rollout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;

/// What a service answers for each row of a request that no release of it can answer.
///
/// @param outputs the values of one row as they were written, by the output's name
public record FixedAnswer(SortedMap<String, List<String>> outputs) {
    public FixedAnswer {
        var copy = new TreeMap<String, List<String>>();
        outputs.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        outputs = Collections.unmodifiableSortedMap(copy);
    }

    /// Why it is no answer by this schema; empty: it is one.
    public List<String> misfits(Schema schema) {
        var misfits = new ArrayList<String>();
        for (var spec : schema.outputs()) {
            Optional.ofNullable(outputs.get(spec.name()))
                    .map(values -> misfit(spec, values))
                    .orElseGet(() -> Optional.of("it says nothing of output " + spec))
                    .ifPresent(misfits::add);
        }
        outputs.keySet().stream()
                .filter(name -> schema.output(name).isEmpty())
                .map(name -> "there is no output '" + name + "'")
                .forEach(misfits::add);
        return misfits;
    }

    private static Optional<String> misfit(TensorSpec spec, List<String> values) {
        if (!spec.shape().isEmpty() && spec.shape().getFirst() != -1) {
            return Optional.of("output " + spec + " has no rows that could be answered one by one");
        }
        var row = spec.shape().stream().skip(1).toList();
        if (row.contains(-1L)) {
            return Optional.of("output " + spec + " does not say how many values a row has");
        }
        long width = row.stream().reduce(1L, (a, b) -> a * b);
        if (!spec.shape().isEmpty() && values.size() != width) {
            return Optional.of(
                    "output "
                            + spec
                            + " has "
                            + width
                            + (width == 1 ? " value" : " values")
                            + " a row, not "
                            + values.size());
        }
        return values.stream()
                .filter(value -> !spec.datatype().holds(value))
                .findFirst()
                .map(value -> "output " + spec + " cannot be '" + value + "'");
    }
}
