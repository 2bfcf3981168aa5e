package lastgood.core.guard;

import java.util.OptionalLong;

/// What a step can see: how many candidate units a guard needs until a rate so much worse would trip it.
///
/// @param factor how many times worse than assumed
/// @param assumed live's rate, or the limit
/// @param unitsNeeded empty: so much worse is still inside the bound
/// @param unitsExpected candidate units in one step; empty: nobody knows the traffic
public record Sight(
        Guard guard,
        double factor,
        double assumed,
        OptionalLong unitsNeeded,
        OptionalLong unitsExpected) {

    /// Whether the step is long enough; no if it is not known.
    public boolean isSeen() {
        return unitsNeeded.isPresent()
                && unitsExpected.isPresent()
                && unitsNeeded.getAsLong() <= unitsExpected.getAsLong();
    }
}
