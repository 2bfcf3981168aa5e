package lastgood.core.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.GuardSet;

/// What a rollout goes by. Fixed when it starts: a later `apply` does not touch a running rollout.
///
/// @param steps rising shares; the last is 100 %, and the first is none where it is a shadow
/// @param stepTime how long a step lasts at least
/// @param bake how long the watch lasts after 100 %
/// @param minRequests how many candidate requests a step needs, and how many at 100 % make a release good
/// @param maxDuration after which an unfinished rollout goes back to its origin
/// @param shadow when the shadow may be left, if the first step is one
/// @param audience whose requests the shares are of; empty: everybody's
public record Terms(
        List<Share> steps,
        Duration stepTime,
        Duration bake,
        long minRequests,
        Optional<Duration> maxDuration,
        GuardSet guards,
        Optional<Shadow> shadow,
        Optional<Audience> audience) {
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
        if (steps.getFirst().isNone() != shadow.isPresent()) {
            throw new IllegalArgumentException("a share of none is a shadow, got " + steps);
        }
    }

    /// Of everybody.
    public Terms(
            List<Share> steps,
            Duration stepTime,
            Duration bake,
            long minRequests,
            Optional<Duration> maxDuration,
            GuardSet guards,
            Optional<Shadow> shadow) {
        this(steps, stepTime, bake, minRequests, maxDuration, guards, shadow, Optional.empty());
    }

    /// Of everybody, and without a shadow.
    public Terms(
            List<Share> steps,
            Duration stepTime,
            Duration bake,
            long minRequests,
            Optional<Duration> maxDuration,
            GuardSet guards) {
        this(steps, stepTime, bake, minRequests, maxDuration, guards, Optional.empty());
    }

    /// The same with other guards.
    public Terms withGuards(GuardSet others) {
        return new Terms(steps, stepTime, bake, minRequests, maxDuration, others, shadow, audience);
    }

    /// Whether a share is more than the candidate takes. What part of all requests those of a segment are is not known
    /// ahead: there only the last share is judged, which is of everybody's.
    boolean isTooMuch(Load load, Share share) {
        boolean ofAll = share.isAll() || audience.flatMap(Audience::only).isEmpty();
        return ofAll && load.isTooMuchAt(share);
    }

    /// Whether the candidate answers nobody in this step.
    public boolean isShadow(int step) {
        return steps.get(step).isNone();
    }

    /// How long a step lasts at least. A shadow that waits for answers waits for nothing else.
    Duration time(int step) {
        return shadowAt(step)
                .map(s ->
                        switch (s) {
                            case Shadow.Answers _ -> Duration.ZERO;
                            case Shadow.Time(var time) -> time;
                        })
                .orElse(stepTime);
    }

    /// How many of the candidate's requests a step needs; of a shadow, how many compared answers.
    public long least(int step) {
        return shadowAt(step)
                .map(s ->
                        switch (s) {
                            case Shadow.Answers(var number) -> number;
                            case Shadow.Time _ -> minRequests;
                        })
                .orElse(minRequests);
    }

    /// `shadow 200`, or `10 % of requests`.
    String text(int step) {
        return shadowAt(step).map(Shadow::text).orElseGet(() -> steps.get(step) + " of requests");
    }

    private Optional<Shadow> shadowAt(int step) {
        return shadow.filter(_ -> isShadow(step));
    }

    public int lastStep() {
        return steps.size() - 1;
    }

    public Duration patience() {
        return stepTime.multipliedBy(PATIENCE);
    }
}
