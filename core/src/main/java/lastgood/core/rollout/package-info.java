/// Rollouts: one table that says what follows from a state and an event.
///
/// - In: an [Event], from `control`.
/// - Out: a [Decision] - the next state and the commands that follow from it.
///
/// Nothing here reads a clock, a file, a socket or a random number.
@NullMarked
package lastgood.core.rollout;

import org.jspecify.annotations.NullMarked;
