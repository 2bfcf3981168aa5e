package lastgood.core.incident;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.guard.Count.ColumnSeen;
import lastgood.core.incident.Incident.Suspect;
import lastgood.core.release.OfflineEvidence.Range;
import lastgood.core.release.PartName;
import lastgood.core.release.ReleaseId;

/// Where to look first after a trip: model inputs that mostly lie where the candidate never learned anything, while
/// live's do not.
public final class Suspicion {
    /// Factors between units that people mix up: decimal ones, inches, hours and minutes.
    private static final List<Double> UNITS = List.of(2.54, 10.0, 24.0, 60.0, 100.0, 1000.0);

    /// How far an observed factor may be from one of [#UNITS]: what was seen is a sample.
    private static final double NEAR = 1.25;

    /// How far the columns' factors may be from their median and still be one factor: the range of thirty values of a
    /// skewed column is as uncertain as that.
    private static final double AGREED = 1.6;

    /// The part of the columns that has to agree. The greatest of thirty values of a skewed column is now and then far from
    /// the greatest in training, though the unit is the same in all.
    private static final double MOST = 2 / 3.0;

    private Suspicion() {}

    /// What a release's model learned from, and what it was given.
    public record Inputs(ReleaseId release, List<Range> ranges, List<ColumnSeen> seen) {
        public Inputs {
            ranges = List.copyOf(ranges);
            seen = List.copyOf(seen);
        }

        private List<Outlier> outliers() {
            return ranges.stream()
                    .flatMap(range ->
                            seen.stream()
                                    .filter(column -> Outlier.is(range, column))
                                    .map(column -> new Outlier(range, column)))
                    .toList();
        }
    }

    public static Optional<Suspect> of(Inputs candidate, Inputs live) {
        var shared = live.outliers();
        var outliers =
                candidate.outliers().stream()
                        .filter(o -> shared.stream().noneMatch(o::isSameColumn))
                        .toList();
        return outliers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspect(PartName.FEATURES, text(candidate, live, outliers)));
    }

    private static String text(Inputs candidate, Inputs live, List<Outlier> outliers) {
        boolean one = outliers.size() == 1;
        var common = Common.of(outliers);
        var unit = common.flatMap(c -> unit(c.factor()));
        var by =
                common.map(c ->
                                who(c, outliers)
                                        + " by a factor of about "
                                        + Outlier.brief(unit.orElse(c.factor())))
                        .orElse("");
        return outliers.size()
                + " of %s's %d inputs ".formatted(candidate.release(), candidate.ranges().size())
                + (one ? "lies outside the range" : "lie outside the ranges")
                + " of its training evidence"
                + by
                + " ("
                + common.map(c -> c.outliers().getFirst()).orElse(outliers.getFirst())
                + ")"
                + (live.seen().isEmpty()
                        ? ""
                        : "; " + live.release() + (one ? "'s does not" : "'s do not"))
                + "."
                + unit.map(_ -> " Looks like a change of unit.").orElse("");
    }

    private static String who(Common common, List<Outlier> outliers) {
        int agree = common.outliers().size();
        if (agree < outliers.size()) {
            return ", " + agree + " of them";
        }
        return agree == 1 ? "," : ", each";
    }

    /// What most columns are too great by.
    ///
    /// @param factor the median over all columns
    /// @param outliers those whose own factor is near it
    private record Common(double factor, List<Outlier> outliers) {
        static Optional<Common> of(List<Outlier> outliers) {
            var factors = outliers.stream().map(Outlier::factor).sorted().toList();
            int middle = factors.size() / 2;
            double median = (factors.get(middle) + factors.get((factors.size() - 1) / 2)) / 2;
            var near = outliers.stream().filter(o -> isNear(o.factor(), median, AGREED)).toList();
            return near.size() >= MOST * outliers.size()
                    ? Optional.of(new Common(median, near))
                    : Optional.empty();
        }
    }

    private static Optional<Double> unit(double factor) {
        return UNITS.stream()
                .flatMap(unit -> Stream.of(unit, 1 / unit))
                .filter(unit -> isNear(factor, unit, NEAR))
                .findFirst();
    }

    private static boolean isNear(double one, double other, double most) {
        return Double.isFinite(one) && one <= other * most && other <= one * most;
    }
}
