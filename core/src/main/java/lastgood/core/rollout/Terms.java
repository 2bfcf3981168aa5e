package lastgood.core.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.GuardSet;

/// What a rollout goes by. Fixed when it starts: a later `apply` does not touch a running rollout.
///
/// @param steps rising shares; the last is 100 %
/// @param stepTime how long a step lasts at least
/// @param bake how long the watch lasts after 100 %
/// @param minRequests how many candidate requests a step needs, and how many at 100 % make a release good
/// @param maxDuration after which an unfinished rollout goes back to its origin
public record Terms(
        List<Share> steps,
        Duration stepTime,
        Duration bake,
        long minRequests,
        Optional<Duration> maxDuration,
        GuardSet guards) {
    /// A guard that hears nothing for so many step times is blind for longer than its patience.
    public static final int PATIENCE = 3;

    public Terms {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !steps.getLast().isAll()) {
            throw new IllegalArgumentException("steps end in 100 %, got " + steps);
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).compareTo(steps.get(i - 1)) <= 0) {
                throw new IllegalArgumentException("steps rise, got " + steps);
            }
        }
    }

    public int lastStep() {
        return steps.size() - 1;
    }

    public Duration patience() {
        return stepTime.multipliedBy(PATIENCE);
    }
}
