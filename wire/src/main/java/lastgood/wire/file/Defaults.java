package lastgood.wire.file;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.rollout.Share;

/// What holds for a service whose file does not say otherwise, or that has no file yet.
public final class Defaults {
    public static final List<Share> STEPS = List.of(new Share(.1), new Share(.5), Share.ALL);
    public static final Duration STEP_TIME = Duration.ofMinutes(10);
    public static final Duration BAKE = Duration.ofHours(24);
    public static final long MIN_REQUESTS = 50;
    public static final Optional<Duration> MAX_DURATION = Optional.empty();

    private Defaults() {}
}
