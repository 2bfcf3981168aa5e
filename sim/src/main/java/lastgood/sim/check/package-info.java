/// What must hold after every step, by the numbers of `docs/invariants.md`.
@NullMarked
package lastgood.sim.check;

import org.jspecify.annotations.NullMarked;
