package lastgood.wire.view;

import java.util.Optional;
import lastgood.core.guard.Comparison;
import lastgood.core.rollout.Shadow;

/// What a rollout's candidate said in shadow beside live, to copies of the same requests.
///
/// @param until when it may be left, as the file says it: `shadow 200`, `shadow 30m`
/// @param answers how many requests both answered
/// @param same the part of predictions that were the same, 0..1; null: none could be compared
/// @param meanShift by how much scores or predicted numbers differ on average; null: there are none
/// @param mostShift the greatest difference; null: there are none
/// @param failed how often live answered and the candidate did not
/// @param liveFailed how often the candidate answered and live did not
/// @param neither how often nobody did
/// @param left requests that were not copied, for want of room
/// @param meanMillis what the candidate took on average; null: it has answered nothing
/// @param liveMeanMillis what live took on average for the same requests; null: it has answered nothing
public record ShadowView(
        String until,
        long answers,
        Optional<Double> same,
        Optional<Double> meanShift,
        Optional<Double> mostShift,
        long failed,
        long liveFailed,
        long neither,
        long left,
        Optional<Double> meanMillis,
        Optional<Double> liveMeanMillis) {
    private static final double NANOS = 1e6;

    static ShadowView of(Shadow shadow, Comparison seen) {
        return of(shadow.text(), seen);
    }

    static ShadowView of(String until, Comparison seen) {
        boolean answered = seen.answers() > 0;
        return new ShadowView(
                until,
                seen.answers(),
                GuardView.boxed(seen.same()),
                GuardView.boxed(seen.meanShift()),
                Optional.of(seen.mostShift()).filter(_ -> seen.scored() > 0),
                seen.failed(),
                seen.liveFailed(),
                seen.neither(),
                seen.left(),
                Optional.of(seen.meanNanos() / NANOS).filter(_ -> answered),
                Optional.of(seen.liveMeanNanos() / NANOS).filter(_ -> answered));
    }
}
