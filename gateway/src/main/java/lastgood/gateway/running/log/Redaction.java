package lastgood.gateway.running.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.LogPolicy.Redacted;

/// What must not be logged of one side of a release, the inputs or the outputs.
///
/// A field that no tensor or column of the schema is named by withholds the whole side: a name that was misspelt, or that
/// a new release calls differently, must not let values through.
///
/// @param whole tensors that are withheld
/// @param columns places of the last dimension, by tensor
/// @param unknown fields that name nothing
record Redaction(Set<String> whole, Map<String, List<Integer>> columns, List<String> unknown) {
    static final Redaction NOTHING = new Redaction(Set.of(), Map.of(), List.of());

    static Redaction of(List<Redacted> fields, List<TensorSpec> tensors) {
        var whole = new HashSet<String>();
        var columns = new LinkedHashMap<String, List<Integer>>();
        var unknown = new ArrayList<String>();
        for (var redacted : fields) {
            boolean found = false;
            for (var tensor : tensors) {
                if (tensor.name().equals(redacted.field())) {
                    whole.add(tensor.name());
                    found = true;
                }
                var places = places(tensor, redacted.field());
                if (!places.isEmpty()) {
                    columns.computeIfAbsent(tensor.name(), _ -> new ArrayList<>()).addAll(places);
                    found = true;
                }
            }
            if (!found) {
                unknown.add(redacted.field());
            }
        }
        columns.replaceAll((_, places) -> places.stream().distinct().sorted().toList());
        return new Redaction(Set.copyOf(whole), Map.copyOf(columns), List.copyOf(unknown));
    }

    /// What either of them says must not be logged.
    Redaction and(Redaction other) {
        if (equals(other) || other.equals(NOTHING)) {
            return this;
        }
        var all = new HashSet<>(whole);
        all.addAll(other.whole);
        var places = new LinkedHashMap<>(columns);
        other.columns.forEach((tensor, more) ->
                places.merge(
                        tensor,
                        more,
                        (one, two) ->
                                Stream.concat(one.stream(), two.stream())
                                        .distinct()
                                        .sorted()
                                        .toList()));
        var names = new ArrayList<>(unknown);
        names.addAll(other.unknown);
        return new Redaction(Set.copyOf(all), Map.copyOf(places), List.copyOf(names));
    }

    boolean withholds(String tensor) {
        return !unknown.isEmpty() || whole.contains(tensor);
    }

    List<Integer> places(String tensor) {
        return columns.getOrDefault(tensor, List.of());
    }

    private static List<Integer> places(TensorSpec tensor, String field) {
        return IntStream.range(0, tensor.columns().size())
                .filter(i -> {
                    var column = tensor.columns().get(i).name();
                    return field.equals(column) || field.equals(tensor.name() + "." + column);
                })
                .boxed()
                .toList();
    }
}
