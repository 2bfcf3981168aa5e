package lastgood.gateway.running.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Rows of several requests put under each other, and taken apart again.
public final class Rows {
    private Rows() {}

    /// Whether the rows of two requests can stand under each other: the same tensors, of the same types and row shapes.
    public static boolean fit(Map<String, Tensor> one, Map<String, Tensor> other) {
        return one.size() == other.size()
                && one.values().stream()
                        .allMatch(tensor -> {
                            var same = other.get(tensor.name());
                            return same != null && fit(tensor, same);
                        });
    }

    private static boolean fit(Tensor one, Tensor other) {
        return one.datatype() == other.datatype()
                && one.shape().size() == other.shape().size()
                && !one.shape().isEmpty()
                && tail(one).equals(tail(other));
    }

    /// All under each other, in order. They fit.
    public static Map<String, Tensor> joined(List<Map<String, Tensor>> requests) {
        var joined = new HashMap<String, Tensor>();
        for (var name : requests.getFirst().keySet()) {
            joined.put(name, under(requests.stream().map(request -> request.get(name)).toList()));
        }
        return joined;
    }

    private static Tensor under(List<Tensor> tensors) {
        var first = tensors.getFirst();
        var shape = new ArrayList<>(first.shape());
        shape.set(0, tensors.stream().mapToLong(Tensor::rows).sum());
        int size = tensors.stream().mapToInt(tensor -> tensor.values().size()).sum();
        var values =
                switch (first.values()) {
                    case Values.Floats _ -> new Values.Floats(new float[size]);
                    case Values.Doubles _ -> new Values.Doubles(new double[size]);
                    case Values.Wholes _ -> new Values.Wholes(new long[size]);
                    case Values.Texts _ -> new Values.Texts(new String[size]);
                };
        int at = 0;
        for (var tensor : tensors) {
            int many = tensor.values().size();
            System.arraycopy(array(tensor.values()), 0, array(values), at, many);
            at += many;
        }
        return new Tensor(first.name(), first.datatype(), shape, values);
    }

    /// Rows `from` and after, as many as are asked for.
    public static Tensor cut(Tensor tensor, int from, int rows) {
        var shape = new ArrayList<>(tensor.shape());
        shape.set(0, (long) rows);
        int size = tensor.rowSize();
        int first = from * size;
        int last = (from + rows) * size;
        var values =
                switch (tensor.values()) {
                    case Values.Floats f ->
                            new Values.Floats(Arrays.copyOfRange(f.array(), first, last));
                    case Values.Doubles d ->
                            new Values.Doubles(Arrays.copyOfRange(d.array(), first, last));
                    case Values.Wholes w ->
                            new Values.Wholes(Arrays.copyOfRange(w.array(), first, last));
                    case Values.Texts t ->
                            new Values.Texts(Arrays.copyOfRange(t.array(), first, last));
                };
        return new Tensor(tensor.name(), tensor.datatype(), shape, values);
    }

    public static List<Tensor> cut(List<Tensor> tensors, int from, int rows) {
        return tensors.stream().map(tensor -> cut(tensor, from, rows)).toList();
    }

    /// Whether each has a row for every row that was asked about.
    public static boolean have(List<Tensor> tensors, long rows) {
        return tensors.stream()
                .allMatch(tensor -> !tensor.shape().isEmpty() && tensor.rows() == rows);
    }

    private static List<Long> tail(Tensor tensor) {
        return tensor.shape().subList(1, tensor.shape().size());
    }

    private static Object array(Values values) {
        return switch (values) {
            case Values.Floats f -> f.array();
            case Values.Doubles d -> d.array();
            case Values.Wholes w -> w.array();
            case Values.Texts t -> t.array();
        };
    }
}
