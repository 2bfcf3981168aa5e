package lastgood.sim.world;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Metric;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Shadow;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.Terms;
import lastgood.sim.time.Dice;

/// Draws what a service file declares. All is short, so that a run sees many rollouts.
final class Orders {
    private static final List<List<Share>> STEPS =
            List.of(
                    List.of(new Share(.2), Share.ALL),
                    List.of(new Share(.1), new Share(.5), Share.ALL),
                    List.of(new Share(.3), new Share(.6), Share.ALL),
                    List.of(Share.ALL));

    private Orders() {}

    static Settings drawn(Dice dice) {
        Optional<Duration> most =
                dice.chance(.3)
                        ? Optional.of(Duration.ofMillis(dice.spread(8_000, 60_000)))
                        : Optional.empty();
        var errors = line(Metric.HTTP_ERROR_RATE, new Bound.Above(.05));
        var quality = line(Metric.QUALITY_ERROR_RATE, new Bound.Above(.1));
        var terms =
                shadowed(
                        new Terms(
                                STEPS.get(dice.chance(.1) ? 3 : dice.below(3)),
                                Duration.ofMillis(dice.spread(1_000, 5_000)),
                                Duration.ofMillis(dice.spread(1_000, 8_000)),
                                dice.between(10, 40),
                                most,
                                new GuardSet(
                                        dice.chance(.7)
                                                ? List.of(errors, quality)
                                                : List.of(errors))));
        return new Settings(
                Settings.Task.CLASSIFICATION, terms, Optional.empty(), List.of("ml@example.org"));
    }

    /// Every third begins in shadow. It throws no dice of its own.
    private static Terms shadowed(Terms terms) {
        long drawn = terms.stepTime().toMillis();
        if (drawn % 3 != 0) {
            return terms;
        }
        var steps = Stream.concat(Stream.of(Share.NONE), terms.steps().stream()).toList();
        var shadow =
                drawn % 2 == 0
                        ? new Shadow.Answers(10 + drawn % 50)
                        : new Shadow.Time(Duration.ofMillis(drawn / 2));
        return new Terms(
                steps,
                terms.stepTime(),
                terms.bake(),
                terms.minRequests(),
                terms.maxDuration(),
                terms.guards(),
                Optional.of(shadow));
    }

    private static Guard line(Metric metric, Bound bound) {
        return new Guard(metric.text(), metric, bound, false, Guard.MIN_SAMPLES, false);
    }
}
