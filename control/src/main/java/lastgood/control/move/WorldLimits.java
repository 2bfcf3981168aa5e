package lastgood.control.move;

import java.time.Duration;

/// How long worlds are waited for. Drivers have limits of their own, which are shorter: these are for one that breaks them.
///
/// @param look for a call that changes nothing
/// @param move for a restore
/// @param tries how often a restore is asked for whose end is not known
/// @param pause between two of them, and before a move that is open is looked at again ten times that
/// @param start for a move that was cut off, before a start goes on without it
public record WorldLimits(Duration look, Duration move, int tries, Duration pause, Duration start) {
    public static final WorldLimits USUAL =
            new WorldLimits(
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    3,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10));

    /// Before what is open is tried again.
    Duration again() {
        return pause.multipliedBy(10);
    }
}
