package lastgood.core.guard;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// What to say to a metric that this version does not have: a slip of the pen, or something that is yet to come.
final class MetricNames {
    private static final Set<String> LATER =
            Set.of(
                    "features.freshness",
                    "features.null_rate",
                    "features.drift",
                    "prediction.shift",
                    "prediction.outside_range",
                    "prediction.mean",
                    "prediction.entropy",
                    "quality.precision",
                    "quality.recall",
                    "quality.auc",
                    "quality.log_loss",
                    "quality.mae",
                    "quality.rmse",
                    "quality.calibration");

    private static final List<String> LATER_FAMILIES = List.of("business.", "custom.");

    /// More slips than this in a name of ordinary length, and it is another name.
    private static final int MOST_SLIPS = 4;

    private MetricNames() {}

    static Problem refuse(String line, String name) {
        if (LATER.contains(name) || LATER_FAMILIES.stream().anyMatch(name::startsWith)) {
            return GuardLine.problem(
                    Code.NOT_IN_THIS_VERSION, line, name + " is not in this version; " + known());
        }
        var meant = nearest(name).map(near -> "; did you mean " + near + "?").orElse("");
        return GuardLine.problem(
                Code.INVALID_GUARD,
                line,
                "no metric is called '" + name + "'" + meant + " " + known());
    }

    private static String known() {
        return "metrics: " + String.join(", ", Metric.names());
    }

    private static Optional<String> nearest(String name) {
        return Stream.concat(Metric.names().stream(), LATER.stream().sorted())
                .filter(known -> slips(name, known) <= MOST_SLIPS || known.endsWith("." + name))
                .min(Comparator.comparingInt(known -> slips(name, known)));
    }

    /// How many letters must be put in, taken out or changed (V. Levenshtein 1966).
    private static int slips(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
