package lastgood.core.guard;

/// Both arms of one step, where each request went to the candidate with the chance `share`.
record Step(double share, Cell candidate, Cell live) {
    /// The same requests, each with at most one bad event.
    Step events() {
        return new Step(share, candidate.events(), live.events());
    }
}
