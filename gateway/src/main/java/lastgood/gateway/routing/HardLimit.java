package lastgood.gateway.routing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Metric;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.rollout.Route;

/// The built-in limit on errors, watched inside the gateway: it trips after a handful of requests and needs nobody.
///
/// It counts one rollout's candidate since this process started. A gateway does not know which other guards share
/// the error budget, so it takes the threshold that is right where every family is present: never too early.
public final class HardLimit {
    private static final double[] GRID = {
        1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8, 12, 20, 40
    };
    private static final double LIMIT = .20;
    private static final double THRESHOLD = threshold();

    private final Route.Veto veto;
    private final BitSet seen = new BitSet();
    private final BitSet badKeys = new BitSet();
    private long good;
    private long bad;
    private boolean tripped;

    public HardLimit(Route.Veto veto) {
        this.veto = veto;
    }

    public Route.Veto veto() {
        return veto;
    }

    /// One more outcome. The reading is there once: with the outcome that breaks the limit.
    public synchronized Optional<Reading> note(boolean failed, OptionalInt keySlot) {
        if (keySlot.isPresent()) {
            countKey(keySlot.getAsInt(), failed);
        } else if (failed) {
            bad++;
        } else {
            good++;
        }
        if (tripped || !failed) {
            return Optional.empty();
        }
        double logEvidence = logEvidence(bad, good);
        tripped = logEvidence >= THRESHOLD;
        return tripped ? Optional.of(reading(logEvidence)) : Optional.empty();
    }

    /// A sticky user who retries counts once, and as bad if ever bad.
    private void countKey(int slot, boolean failed) {
        boolean first = !seen.get(slot);
        seen.set(slot);
        if (failed && !badKeys.get(slot)) {
            badKeys.set(slot);
            bad++;
            good -= first ? 0 : 1;
        } else if (first) {
            good++;
        }
    }

    private Reading reading(double logEvidence) {
        long n = good + bad;
        return new Reading(
                Guard.HARD_LIMIT,
                new Verdict.Tripped(),
                OptionalDouble.of((double) bad / n),
                OptionalDouble.empty(),
                OptionalDouble.of(LIMIT),
                n,
                bad,
                logEvidence,
                THRESHOLD,
                (double) bad / n <= LIMIT,
                false,
                false);
    }

    /// An e-process against "at most one answer in five fails": the mean, over a grid of worse rates, of how many times
    /// likelier the outcomes are under that rate (Wald 1945; a mixture is watched as long as one likes: Ville 1939).
    ///
    /// To be replaced by the one in `core.guard`, which has the same formula.
    static double logEvidence(long bad, long good) {
        double[] logs = new double[GRID.length];
        for (int k = 0; k < GRID.length; k++) {
            double rate = Math.min(.999, LIMIT * GRID[k]);
            logs[k] = bad * Math.log(rate / LIMIT) + good * Math.log((1 - rate) / (1 - LIMIT));
        }
        double most = Arrays.stream(logs).max().orElseThrow();
        double sum = Arrays.stream(logs).map(log -> Math.exp(log - most)).sum();
        return most + Math.log(sum / GRID.length);
    }

    private static double threshold() {
        double all = Arrays.stream(Metric.Family.values()).mapToDouble(Metric.Family::weight).sum();
        return -Math.log(GuardSet.ALPHA * Metric.Family.HARD_LIMIT.weight() / all);
    }
}
