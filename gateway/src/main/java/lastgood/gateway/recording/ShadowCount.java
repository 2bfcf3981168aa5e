package lastgood.gateway.recording;

import java.util.Optional;
import lastgood.core.guard.Comparison;

/// Adds up what a candidate in shadow said beside live. A shadow is sampled, so one lock costs nobody anything.
public final class ShadowCount {
    private Comparison sum = Comparison.NONE;

    /// What both said, as far as it can be compared.
    ///
    /// @param rows whose predicted values could be held against each other
    /// @param same those of them for which both predicted the same
    /// @param scored rows with scores, or predicted numbers, of both
    /// @param shift by how much these differ, added up
    /// @param most the greatest of these
    public record Likeness(long rows, long same, long scored, double shift, double most) {
        public static final Likeness UNKNOWN = new Likeness(0, 0, 0, 0, 0);
    }

    /// Both answered.
    ///
    /// @param nanos what the candidate took
    /// @param liveNanos what live took
    public synchronized void both(Likeness l, long nanos, long liveNanos) {
        add(
                new Comparison(
                        1,
                        l.rows(),
                        l.same(),
                        l.scored(),
                        l.shift(),
                        l.most(),
                        0,
                        0,
                        0,
                        0,
                        nanos,
                        liveNanos));
    }

    /// Live answered, and the candidate did not.
    public synchronized void failed() {
        add(new Comparison(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0));
    }

    /// The candidate answered, and live did not.
    public synchronized void liveFailed() {
        add(new Comparison(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0));
    }

    public synchronized void neither() {
        add(new Comparison(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0));
    }

    /// There was no room to ask the candidate too.
    public synchronized void left() {
        add(new Comparison(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0));
    }

    private void add(Comparison one) {
        sum = sum.plus(one);
    }

    synchronized Optional<Comparison> compared() {
        return sum.equals(Comparison.NONE) ? Optional.empty() : Optional.of(sum);
    }
}
