/// The simulator: the whole system in one thread - one seed, a virtual clock, faults, invariants.
@NullMarked
package lastgood.sim;

import org.jspecify.annotations.NullMarked;
