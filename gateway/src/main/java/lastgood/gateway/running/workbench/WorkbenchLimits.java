package lastgood.gateway.running.workbench;

import java.time.Duration;

/// How much a release may take while it is tried. Killing its process is the only limit that native code keeps.
///
/// @param startWithin until the process says that it runs
/// @param endWithin until it has ended
/// @param memoryBytes resident in memory, where the system tells; beyond it the process is killed
/// @param atOnce processes at a time
public record WorkbenchLimits(
        Duration startWithin, Duration endWithin, long memoryBytes, int atOnce) {
    public static final WorkbenchLimits DEFAULT =
            new WorkbenchLimits(Duration.ofSeconds(30), Duration.ofMinutes(2), 4L << 30, 2);

    /// The same, with more time until the end.
    WorkbenchLimits with(Duration more) {
        return new WorkbenchLimits(startWithin, endWithin.plus(more), memoryBytes, atOnce);
    }
}
