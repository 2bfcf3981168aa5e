package lastgood.core.drill;

import java.time.Duration;
import java.util.Optional;

/// One thing that a rehearsal tried, and what came of it.
///
/// @param took empty: it was not tried, or it ended before it could be timed
/// @param found one line with numbers
public record Step(Task task, Result result, Optional<Duration> took, String found) {
    public enum Task {
        /// Every stored byte is read and held against its digest.
        FETCH,
        /// It is loaded in a process of its own.
        LOAD,
        /// It is asked its golden rows there.
        GOLDEN
    }

    public enum Result {
        PASSED,
        FAILED,
        /// Nothing was tried, so nothing is known.
        SKIPPED
    }

    public static Step passed(Task task, Duration took, String found) {
        return new Step(task, Result.PASSED, Optional.of(took), found);
    }

    public static Step failed(Task task, Optional<Duration> took, String found) {
        return new Step(task, Result.FAILED, took, found);
    }

    public static Step skipped(Task task, String why) {
        return new Step(task, Result.SKIPPED, Optional.empty(), why);
    }

    public boolean isFailed() {
        return result == Result.FAILED;
    }
}
