package lastgood.core.guard;

import java.util.OptionalDouble;

/// What a candidate in shadow said beside what live said to the same requests. Sums only, so gateways, restarts and
/// order do not matter; nothing decides by the two sums that rounding could touch.
///
/// @param answers requests that both answered
/// @param rows whose predicted values could be held against each other
/// @param sameRows those of them for which both predicted the same
/// @param scored rows with scores, or predicted numbers, of both
/// @param shift by how much these differ, added up; of a row with several, by how much the one does that differs most
/// @param mostShift the greatest of these
/// @param failed live answered and the candidate did not
/// @param liveFailed the candidate answered and live did not
/// @param neither nobody did
/// @param left requests that were not copied, for want of room
/// @param nanos what the candidate took for the `answers`, added up
/// @param liveNanos what live took for them
public record Comparison(
        long answers,
        long rows,
        long sameRows,
        long scored,
        double shift,
        double mostShift,
        long failed,
        long liveFailed,
        long neither,
        long left,
        long nanos,
        long liveNanos) {
    public static final Comparison NONE = new Comparison(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Comparison plus(Comparison other) {
        return new Comparison(
                answers + other.answers,
                rows + other.rows,
                sameRows + other.sameRows,
                scored + other.scored,
                shift + other.shift,
                Math.max(mostShift, other.mostShift),
                failed + other.failed,
                liveFailed + other.liveFailed,
                neither + other.neither,
                left + other.left,
                nanos + other.nanos,
                liveNanos + other.liveNanos);
    }

    /// The part of rows for which both predicted the same; empty: none could be compared.
    public OptionalDouble same() {
        return mean((double) sameRows, rows);
    }

    public OptionalDouble meanShift() {
        return mean(shift, scored);
    }

    /// 0 where nothing was answered.
    public double meanNanos() {
        return mean((double) nanos, answers).orElse(0);
    }

    /// 0 where nothing was answered.
    public double liveMeanNanos() {
        return mean((double) liveNanos, answers).orElse(0);
    }

    private static OptionalDouble mean(double sum, long of) {
        return of == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / of);
    }
}
