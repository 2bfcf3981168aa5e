package lastgood.wire.file;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Situation;
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

    /// The guards for a rollout under these settings. The standard set, which is declared for every schema, loses what
    /// a schema without columns could never feed; every other set stays as somebody wrote it.
    public static GuardSet guards(Settings settings, boolean hasColumns) {
        var declared = settings.terms().guards();
        return declared.equals(standard(settings.task(), true))
                ? standard(settings.task(), hasColumns)
                : declared;
    }

    static Settings settings(Settings.Task task) {
        var terms =
                new Terms(
                        STEPS,
                        STEP_TIME,
                        BAKE,
                        MIN_REQUESTS,
                        Optional.empty(),
                        standard(task, true));
        return new Settings(task, terms, Optional.empty(), List.of());
    }

    /// A regression's answer is never simply right or wrong, so nothing would feed a guard on that.
    static GuardSet standard(Settings.Task task, boolean hasColumns) {
        var all = GuardSet.standard(hasColumns);
        return switch (task) {
            case CLASSIFICATION -> all;
            case REGRESSION ->
                    new GuardSet(
                            all.lines().stream().filter(g -> !Situation.needsLabels(g)).toList());
        };
    }
}
