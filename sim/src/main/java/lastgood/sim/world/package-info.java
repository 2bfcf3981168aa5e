/// The world of a run: disks that outlive a process, processes that do not, callers, and people.
@NullMarked
package lastgood.sim.world;

import org.jspecify.annotations.NullMarked;
