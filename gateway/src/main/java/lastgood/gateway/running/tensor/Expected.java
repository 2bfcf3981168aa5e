package lastgood.gateway.running.tensor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether an answer is the one that was written down: numbers nearly, everything else exactly.
public final class Expected {
    private static final double TOLERANCE = 1e-4;

    private Expected() {}

    /// Names the first value that differs; empty: none does. Outputs that nobody wrote down are not looked at.
    public static Optional<String> difference(Map<String, Values> expected, List<Tensor> answer) {
        for (var entry : expected.entrySet()) {
            var got = answer.stream().filter(t -> t.name().equals(entry.getKey())).findFirst();
            if (got.isEmpty()) {
                return Optional.of("output '" + entry.getKey() + "' is missing");
            }
            var difference = difference(got.get(), entry.getValue());
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> difference(Tensor got, Values expected) {
        if (got.values().size() != expected.size()) {
            return Optional.of(
                    "output '%s' has %d values, expected %d"
                            .formatted(got.name(), got.values().size(), expected.size()));
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!same(got.values(), expected, i)) {
                return Optional.of(
                        "output '%s' value %d is %s, expected %s"
                                .formatted(got.name(), i, got.values().text(i), expected.text(i)));
            }
        }
        return Optional.empty();
    }

    private static boolean same(Values got, Values expected, int i) {
        return switch (got) {
            case Values.Texts _, Values.Wholes _ -> got.text(i).equals(expected.text(i));
            case Values.Floats _, Values.Doubles _ -> near(got.real(i), expected.real(i));
        };
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b));
    }
}
