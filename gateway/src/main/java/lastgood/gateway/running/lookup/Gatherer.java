package lastgood.gateway.running.lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.FeatureRows.FeatureRow;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Filling;
import lastgood.core.release.Lookup;
import lastgood.core.release.Parts;
import lastgood.core.release.TensorSpec;
import lastgood.core.stack.ComponentId;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Fills the inputs of one release from the rows of the version that it is pinned to.
public final class Gatherer {
    private static final int BYTES_A_KEY = 96;
    private static final int BYTES_A_VALUE = 40;

    private final FeatureRows rows;
    private final ComponentId component;
    private final Lookup lookup;
    private final Filling filling;

    private Gatherer(FeatureRows rows, ComponentId component, Lookup lookup, Filling filling) {
        this.rows = rows;
        this.component = component;
        this.lookup = lookup;
        this.filling = filling;
    }

    /// Empty where a release looks nothing up.
    ///
    /// @param taken by the release's graphs, which fit its schema
    public static Optional<Gatherer> of(FeatureRows rows, Parts parts, List<TensorSpec> taken) {
        if (!(parts.features() instanceof Parts.Features.Lookup(var component, var lookup))) {
            return Optional.empty();
        }
        return switch (Filling.declared(lookup, taken, parts.schema())) {
            case Outcome.Done<Filling>(var filling) ->
                    Optional.of(new Gatherer(rows, component, lookup, filling));
            case Outcome.Refused<Filling>(var problem) ->
                    throw new IllegalStateException(String.join("; ", problem.why()));
        };
    }

    /// The same, with the key in the one of its two shapes that the schema names.
    public Map<String, Tensor> shaped(Map<String, Tensor> given) {
        var key = Optional.ofNullable(given.get(lookup.key()));
        var spec =
                filling.callers().stream().filter(t -> t.name().equals(lookup.key())).findFirst();
        if (key.isEmpty() || spec.isEmpty() || key.get().width() != 1 || !isOneEach(key.get())) {
            return given;
        }
        int dimensions = spec.get().shape().size();
        if (key.get().shape().size() == dimensions) {
            return given;
        }
        long count = key.get().rows();
        var other = new LinkedHashMap<>(given);
        other.put(
                lookup.key(),
                new Tensor(
                        lookup.key(),
                        key.get().datatype(),
                        dimensions == 1 ? List.of(count) : List.of(count, 1L),
                        key.get().values()));
        return other;
    }

    private static boolean isOneEach(Tensor key) {
        return key.shape().size() == 1 || key.shape().size() == 2;
    }

    /// About what the rows of a request take while they are read.
    public long cost(Map<String, Tensor> given) {
        var key = given.get(lookup.key());
        return key == null
                ? 0
                : key.rows() * (BYTES_A_KEY + (long) BYTES_A_VALUE * lookup.columns().size());
    }

    /// What was given, and the columns of its rows. Blocks, at most for the time it is given.
    public Outcome<Map<String, Tensor>> gather(Map<String, Tensor> given, Duration within) {
        var inputs = shaped(given);
        var key = inputs.get(lookup.key());
        if (key == null) {
            return Outcome.refused(
                    Problem.of(Code.INVALID_REQUEST, "input '" + lookup.key() + "' is missing"));
        }
        var keys = keys(key);
        return rows.read(component, lookup, keys, within)
                .then(found -> filled(keys, found))
                .then(tensors -> {
                    var all = new LinkedHashMap<>(inputs);
                    tensors.forEach(tensor -> all.put(tensor.name(), tensor));
                    return Outcome.done(all);
                });
    }

    /// Rows that were made up, with keys that there are in the place of theirs.
    public List<Map<String, Tensor>> withKeys(List<Map<String, Tensor>> drawn, Duration within) {
        var some =
                rows.some(component, lookup, drawn.size(), within)
                                instanceof Outcome.Done<List<FeatureKey>>(var keys)
                        ? keys
                        : List.<FeatureKey>of();
        if (some.isEmpty()) {
            return drawn;
        }
        var keyed = new ArrayList<Map<String, Tensor>>();
        for (int i = 0; i < drawn.size(); i++) {
            var inputs = new LinkedHashMap<>(drawn.get(i));
            inputs.put(lookup.key(), tensor(some.get(i % some.size())));
            keyed.add(shaped(inputs));
        }
        return keyed;
    }

    private Tensor tensor(FeatureKey key) {
        var values =
                switch (key) {
                    case FeatureKey.Whole(var whole) -> new Values.Wholes(new long[] {whole});
                    case FeatureKey.Text(var text) -> new Values.Texts(new String[] {text});
                };
        return new Tensor(lookup.key(), lookup.keyType(), List.of(1L), values);
    }

    /// The keys that a tensor holds.
    public static List<FeatureKey> keys(Tensor key) {
        var values = key.values();
        var keys = new ArrayList<FeatureKey>(values.size());
        for (int i = 0; i < values.size(); i++) {
            keys.add(
                    values instanceof Values.Wholes wholes
                            ? new FeatureKey.Whole(wholes.array()[i])
                            : new FeatureKey.Text(values.text(i)));
        }
        return keys;
    }

    private Outcome<List<Tensor>> filled(List<FeatureKey> keys, List<Optional<FeatureRow>> found) {
        int width = lookup.columns().size();
        float[] all = new float[keys.size() * width];
        for (int r = 0; r < keys.size(); r++) {
            if (found.get(r).isEmpty()) {
                return Outcome.refused(noSuch(keys.get(r)));
            }
            var values = found.get(r).get().values();
            for (int c = 0; c < width; c++) {
                if (values.get(c).isEmpty() && !lookup.isNullable(c)) {
                    return Outcome.refused(noValue(keys.get(r), lookup.columns().get(c)));
                }
                all[r * width + c] = (float) values.get(c).orElse(Double.NaN);
            }
        }
        return Outcome.done(filling.isByColumn() ? byColumn(all, width) : whole(all, width));
    }

    private List<Tensor> whole(float[] all, int width) {
        var name = filling.filled().getFirst().name();
        var shape = List.of((long) all.length / width, (long) width);
        return List.of(new Tensor(name, Datatype.FP32, shape, new Values.Floats(all)));
    }

    private List<Tensor> byColumn(float[] all, int width) {
        var tensors = new ArrayList<Tensor>();
        int count = all.length / width;
        for (int c = 0; c < width; c++) {
            float[] column = new float[count];
            for (int r = 0; r < count; r++) {
                column[r] = all[r * width + c];
            }
            var spec = filling.filled().get(c);
            var shape =
                    spec.shape().size() == 1 ? List.of((long) count) : List.of((long) count, 1L);
            tensors.add(new Tensor(spec.name(), Datatype.FP32, shape, new Values.Floats(column)));
        }
        return tensors;
    }

    private Problem noSuch(FeatureKey key) {
        return Problem.of(
                Code.NO_SUCH_KEY, component + " has no row whose " + lookup.key() + " is " + key);
    }

    private Problem noValue(FeatureKey key, String column) {
        return Problem.of(
                Code.FEATURE_UNUSABLE,
                component
                        + " has no value in the column "
                        + column
                        + " of the row whose "
                        + lookup.key()
                        + " is "
                        + key);
    }
}
