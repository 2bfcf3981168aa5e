package lastgood.core.guard;

/// Both arms of one step, where each request went to the candidate with the chance `share`.
record Step(double share, Cell candidate, Cell live) {
    /// The same requests, each with at most one bad event.
    Step events() {
        return new Step(share, candidate.events(), live.events());
    }

    /// Only the requests with a bad event.
    Step onlyBad() {
        return new Step(share, Cell.of(candidate.bad(), 0), Cell.of(live.bad(), 0));
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
