package lastgood.core.stack;

import java.time.Instant;
import lastgood.core.release.Actor;

/// One line of what was written down about stacks.
public sealed interface StackEntry {
    Instant at();

    /// A stack's file was applied.
    record Declared(Instant at, Actor by, Stack stack) implements StackEntry {}

    /// Services read this version already, all of them; from now on it is what everybody reads.
    record Adopted(Instant at, Actor by, String component, String version) implements StackEntry {}

    /// What follows moves components in their own worlds. Until it is switched, nothing has happened that counts.
    record Begun(Instant at, StackMove move) implements StackEntry {}

    /// The moment at which a move happens, for all that is in it.
    record Switched(Instant at, StackMove move) implements StackEntry {}

    /// Every service that is in the move has written down its part of it.
    record Ended(Instant at, int move) implements StackEntry {}

    /// What had been begun was taken back: the worlds are as they were.
    record Undone(Instant at, int move, String why) implements StackEntry {}
}
