package lastgood.gateway.recording;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import lastgood.core.guard.Count;
import lastgood.core.release.Datatype;
import lastgood.core.release.OfflineEvidence;

/// What one release's model inputs look like, column by column, beside what they looked like in training.
public final class InputColumns {
    private final List<OfflineEvidence.Range> ranges;
    private final long[] seen;
    private final long[] outside;
    private final double[] least;
    private final double[] greatest;

    InputColumns(List<OfflineEvidence.Range> ranges) {
        this.ranges = List.copyOf(ranges);
        seen = new long[ranges.size()];
        outside = new long[ranges.size()];
        least = new double[ranges.size()];
        greatest = new double[ranges.size()];
        java.util.Arrays.fill(least, Double.POSITIVE_INFINITY);
        java.util.Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    }

    /// Looks at all values of one tensor.
    ///
    /// @param width how many columns stand side by side in it
    /// @param datatype of the values: they are held against ranges rounded the same way
    public synchronized void see(
            String tensor, int width, int size, Datatype datatype, IntToDoubleFunction values) {
        for (int r = 0; r < ranges.size(); r++) {
            var range = ranges.get(r);
            if (range.tensor().equals(tensor)) {
                for (int i = range.index(); i < size; i += width) {
                    see(r, values.applyAsDouble(i), datatype);
                }
            }
        }
    }

    synchronized List<Count.ColumnSeen> seen() {
        return IntStream.range(0, ranges.size())
                .filter(r -> seen[r] > 0)
                .mapToObj(this::column)
                .toList();
    }

    private void see(int r, double value, Datatype datatype) {
        var range = ranges.get(r);
        seen[r]++;
        if (!range.holds(value, datatype)) {
            outside[r]++;
        }
        if (Double.isFinite(value)) {
            least[r] = Math.min(least[r], value);
            greatest[r] = Math.max(greatest[r], value);
        }
    }

    /// Least and greatest are 0 where no finite value was seen.
    private Count.ColumnSeen column(int r) {
        var range = ranges.get(r);
        boolean any = least[r] <= greatest[r];
        return new Count.ColumnSeen(
                range.tensor(),
                range.index(),
                range.column(),
                seen[r],
                outside[r],
                any ? least[r] : 0,
                any ? greatest[r] : 0);
    }
}
