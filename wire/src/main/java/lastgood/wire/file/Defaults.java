package lastgood.wire.file;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.Terms;

/// What holds for a service whose file does not say otherwise, or that has no file yet.
public final class Defaults {
    static final List<Share> STEPS = List.of(new Share(.1), new Share(.5), Share.ALL);
    static final Duration STEP_TIME = Duration.ofMinutes(10);
    static final Duration BAKE = Duration.ofHours(24);
    static final long MIN_REQUESTS = 50;

    private Defaults() {}

    /// For a service that was released to before anybody applied a file.
    public static Settings settings() {
        return settings(Settings.Task.CLASSIFICATION);
    }

    public static Settings settings(Settings.Task task) {
        var terms =
                new Terms(
                        STEPS,
                        STEP_TIME,
                        BAKE,
                        MIN_REQUESTS,
                        Optional.empty(),
                        GuardLines.standard(task));
        return new Settings(task, terms, Optional.empty(), List.of());
    }
}
