package lastgood.core.guard;

/// Of requests that both releases answered, one of them in shadow, how many are labelled, and which release had more of
/// them right.
///
/// @param labelled in full; of a sticky key the first alone
/// @param against where the candidate has more rows wrong than live
/// @param infavour where it has fewer wrong
public record PairCount(long labelled, long against, long infavour) {

    public long differ() {
        return against + infavour;
    }

    /// `in shadow, of 21 labelled pairs that differ, 11 against the candidate (217 labelled)`
    public String text() {
        return "in shadow, of %d labelled %s, %d against the candidate (%d labelled)"
                .formatted(
                        differ(),
                        differ() == 1 ? "pair that differs" : "pairs that differ",
                        against,
                        labelled);
    }
}
