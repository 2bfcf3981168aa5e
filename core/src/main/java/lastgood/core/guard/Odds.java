package lastgood.core.guard;

import lastgood.core.statistics.Mixture;

/// What the numbers say about one bound, as natural logarithms of two e-values.
///
/// @param broken against "the candidate keeps the bound"
/// @param kept against "the candidate is at the bound or beyond it"
record Odds(double broken, double kept) {
    /// Nothing was seen.
    static final Odds EVEN = new Odds(0, 0);

    /// Both e-values averaged with those of `other`.
    Odds mix(double weight, Odds other) {
        return new Odds(
                Mixture.logMean(weight, broken, other.broken),
                Mixture.logMean(weight, kept, other.kept));
    }

    /// Half of the bet against the candidate is on `other`; what speaks for it stays.
    Odds against(Odds other) {
        return new Odds(Mixture.logMean(.5, broken, other.broken), kept);
    }
}
