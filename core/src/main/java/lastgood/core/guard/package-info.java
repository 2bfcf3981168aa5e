/// Guards: conditions fixed before a rollout, judged on sums that only grow.
///
/// - In: a guard's line and the [Evidence] counted for a rollout.
/// - Out: a [Reading] per guard, to `core.rollout`.
///
/// Every guard is an e-process, so it may be looked at after every event. Nothing here knows the time or a random number.
@NullMarked
package lastgood.core.guard;

import org.jspecify.annotations.NullMarked;
