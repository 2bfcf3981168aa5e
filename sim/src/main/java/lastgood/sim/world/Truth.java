package lastgood.sim.world;

import java.util.List;

/// What a release is really like. Nobody in the product knows.
///
/// @param errors how often it fails to answer
/// @param wrong how often an answer is wrong
/// @param loading milliseconds
public record Truth(String word, double errors, double wrong, long loading) {
    static final Truth EQUAL = new Truth("equal", .01, .05, 20);

    private static final List<Truth> ALL =
            List.of(
                    EQUAL,
                    EQUAL,
                    new Truth("slightly worse", .02, .09, 20),
                    new Truth("often wrong", .01, .6, 20),
                    new Truth("erring", .5, .05, 20),
                    new Truth("failing", 1, .05, 20),
                    new Truth("slow to load", .01, .05, 2_500));

    /// @param roll 0 to 1
    static Truth drawn(double roll) {
        return ALL.get((int) (roll * ALL.size()));
    }
}
