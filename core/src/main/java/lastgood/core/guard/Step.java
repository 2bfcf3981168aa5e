package lastgood.core.guard;

import java.util.function.UnaryOperator;

/// Both arms of one step, where each request went to the candidate with the chance `share`.
record Step(double share, Cell candidate, Cell live) {
    Step each(UnaryOperator<Cell> change) {
        return new Step(share, change.apply(candidate), change.apply(live));
    }

    Step plus(Step other) {
        return new Step(share, candidate.plus(other.candidate), live.plus(other.live));
    }

    /// The same units in the proportion of the share: those of the arm that has too many count for less.
    Step balanced() {
        double requests = Math.min(candidate.units() / share, live.units() / (1 - share));
        return new Step(
                share, candidate.weighing(requests * share), live.weighing(requests * (1 - share)));
    }
}
