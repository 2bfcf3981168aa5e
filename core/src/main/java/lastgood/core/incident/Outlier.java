package lastgood.core.incident;

import java.math.BigDecimal;
import java.math.MathContext;
import lastgood.core.guard.Count.ColumnSeen;
import lastgood.core.release.OfflineEvidence.Range;

/// A model input column whose values mostly lie outside the range that the model learned from.
record Outlier(Range range, ColumnSeen seen) {

    static boolean is(Range range, ColumnSeen seen) {
        return seen.tensor().equals(range.tensor())
                && seen.index() == range.index()
                && seen.outside() > seen.seen() / 2.0;
    }

    boolean isSameColumn(Outlier other) {
        return range.tensor().equals(other.range.tensor()) && range.index() == other.range.index();
    }

    /// How many times greater the values are than in training: taken at the middle of the range on a scale of factors,
    /// where a smaller sample's narrower range does no harm, or at its upper end if it reaches down to zero or below.
    double factor() {
        double low = seen.least() / range.least();
        double high = seen.greatest() / range.greatest();
        return range.least() > 0 && low > 0 ? Math.sqrt(low * high) : high;
    }

    @Override
    public String toString() {
        return "\"%s\": trained on %s–%s, sees %s–%s"
                .formatted(
                        range.column(),
                        brief(range.least()),
                        brief(range.greatest()),
                        brief(seen.least()),
                        brief(seen.greatest()));
    }

    /// Two digits, enough to see what is wrong.
    static String brief(double number) {
        return Double.isFinite(number)
                ? new BigDecimal(number, new MathContext(2)).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }
}
