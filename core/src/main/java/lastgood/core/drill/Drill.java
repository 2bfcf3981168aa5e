package lastgood.core.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// One drill: what was rehearsed, and how it went.
///
/// @param number 0 until it is kept
/// @param release the one that a rollback would go to
/// @param took from the first step to the last, and all that lies between
/// @param evidence of the file that tells all of it; empty until it is kept
public record Drill(
        int number,
        ServiceName service,
        ReleaseId release,
        Mode mode,
        Actor by,
        Instant at,
        Duration took,
        List<Step> steps,
        Optional<Digest> evidence) {
    public enum Mode {
        /// Parts are fetched, loaded and asked beside what serves; no traffic is touched.
        RESTORE
    }

    public Drill {
        steps = List.copyOf(steps);
    }

    /// `D-12`
    public String id() {
        return id(number);
    }

    public static String id(int number) {
        return "D-" + number;
    }

    public boolean isPassed() {
        return steps.stream().noneMatch(Step::isFailed);
    }

    public Optional<Step> step(Step.Task task) {
        return steps.stream().filter(s -> s.task() == task).findFirst();
    }

    public Drill kept(int number) {
        return new Drill(number, service, release, mode, by, at, took, steps, evidence);
    }

    public Drill provenBy(Digest file) {
        return new Drill(number, service, release, mode, by, at, took, steps, Optional.of(file));
    }
}
