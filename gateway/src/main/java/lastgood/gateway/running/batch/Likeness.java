package lastgood.gateway.running.batch;

import java.util.List;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Whether an answer worked out together with others is the one worked out alone. Another order of additions changes the
/// last digits of a float; anything beyond that means that the rows of a batch know of each other.
public final class Likeness {
    private static final double TOLERANCE = 1e-5;

    private Likeness() {}

    public static boolean same(List<Tensor> alone, List<Tensor> together) {
        if (alone.size() != together.size()) {
            return false;
        }
        for (int i = 0; i < alone.size(); i++) {
            if (!same(alone.get(i), together.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Tensor alone, Tensor together) {
        if (alone.datatype() != together.datatype() || !alone.shape().equals(together.shape())) {
            return false;
        }
        return switch (alone.values()) {
            case Values.Floats _, Values.Doubles _ -> near(alone.values(), together.values());
            case Values.Wholes _, Values.Texts _ -> equal(alone.values(), together.values());
        };
    }

    /// Beside the greatest value there is: the smallest of some scores is all rounding.
    private static boolean near(Values alone, Values together) {
        double greatest = 0;
        for (int i = 0; i < alone.size(); i++) {
            greatest = Math.max(greatest, Math.abs(alone.real(i)));
        }
        for (int i = 0; i < alone.size(); i++) {
            if (!(Math.abs(alone.real(i) - together.real(i)) <= TOLERANCE * greatest)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Values alone, Values together) {
        for (int i = 0; i < alone.size(); i++) {
            if (!alone.text(i).equals(together.text(i))) {
                return false;
            }
        }
        return true;
    }
}
