package lastgood.wire.view;

import java.util.Optional;
import java.util.OptionalLong;
import lastgood.core.rollout.Outlook;

/// Whether a step, at this traffic, would see a release that is so much worse.
///
/// @param step from 1
/// @param share of the step, 0..1
/// @param guard its name
/// @param factor how many times worse
/// @param assumed live's rate of what is bad, or the limit of it, which is taken that many times; of an accuracy, what is
///     wrong
/// @param seen whether the guard would have tripped by the end of the step
/// @param needs candidate requests it takes; null: so much worse is still inside the bound
/// @param expected candidate requests in the step; null: nobody knows the traffic
/// @param seconds until so many have come as it takes; null: nobody knows
public record SightView(
        int step,
        double share,
        String guard,
        String metric,
        double factor,
        double assumed,
        boolean seen,
        Optional<Long> needs,
        Optional<Long> expected,
        Optional<Double> seconds) {

    public static SightView of(Outlook.StepSight of) {
        var sight = of.sight();
        return new SightView(
                of.step() + 1,
                of.share(),
                sight.guard().name(),
                sight.guard().metric().text(),
                sight.factor(),
                sight.assumed(),
                sight.isSeen(),
                boxed(sight.unitsNeeded()),
                boxed(sight.unitsExpected()),
                GuardView.boxed(of.seconds()));
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
