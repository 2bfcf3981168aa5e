package lastgood.core.statistics;

/// What one unit is worth in a bet that the candidate's mean loss is more than `margin` above live's.
///
/// A unit's loss, divided by the chance that it went to its arm and with a minus for live, has the difference of the
/// two means as its mean, whatever happens to both arms together.
///
/// I. Waudby-Smith, A. Ramdas: Estimating means of bounded random variables by betting, 2024; I. Waudby-Smith, L. Wu,
/// A. Ramdas, N. Karampatziakis, P. Mineiro: Anytime-valid off-policy inference, 2024.
///
/// @param share of the candidate, between 0 and 1, both excluded
/// @param margin by which the candidate's mean may be above live's
/// @param calm is taken from every loss, which leaves the mean as it is; 0 to `share`
public record MeanBet(double share, double margin, double calm) {
    /// @param loss of a unit of the candidate's, 0 to 1
    public double candidate(double loss) {
        return (loss - calm) / share - margin;
    }

    /// @param loss of a unit of live's, 0 to 1
    public double live(double loss) {
        return (calm - loss) / (1 - share) - margin;
    }

    /// The most that can be lost on "above": a stake of its inverse is all one has.
    public double most() {
        return -Math.min(candidate(0), live(1));
    }

    /// The same on "below"; it is negative, and so is the stake.
    public double least() {
        return -Math.max(candidate(1), live(0));
    }
}
