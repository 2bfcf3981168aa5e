/// The simulator: the whole system in one thread - one seed, a virtual clock, faults, invariants.
///
/// What runs is the product: `control` as the server starts it, and the gateway's routing and recording. What is made
/// up is around it: disks, loading, callers, labels, people, and a process that dies in the middle of anything.
///
/// - In: a seed, from which everything else is drawn.
/// - Out: a [lastgood.sim.Story] - the trace, the awkward places it came to, and the invariant that broke, if one did.
@NullMarked
package lastgood.sim;

import org.jspecify.annotations.NullMarked;
