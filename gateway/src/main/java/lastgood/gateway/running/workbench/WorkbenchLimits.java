package lastgood.gateway.running.workbench;

import java.time.Duration;

/// How much a release may take while it is tried. Killing its process is the only limit that native code keeps.
///
/// @param startWithin until the process says that it runs
/// @param endWithin until it has ended
/// @param spareWithin until it has ended where it gets only the processor time that others leave; it is run again at full
/// pace then, since a machine with nothing left says nothing about a release
/// @param memoryBytes resident in memory, where the system tells; beyond it the process is killed
/// @param atOnce processes at a time
public record WorkbenchLimits(
        Duration startWithin,
        Duration endWithin,
        Duration spareWithin,
        long memoryBytes,
        int atOnce) {
    public static final WorkbenchLimits DEFAULT =
            new WorkbenchLimits(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(1),
                    4L << 30,
                    2);

    /// The same, with more time until the end.
    WorkbenchLimits with(Duration more) {
        return new WorkbenchLimits(
                startWithin, endWithin.plus(more), spareWithin.plus(more), memoryBytes, atOnce);
    }

    /// What holds for a process that gets only what others leave.
    WorkbenchLimits spare() {
        return new WorkbenchLimits(spareWithin, spareWithin, spareWithin, memoryBytes, atOnce);
    }
}
