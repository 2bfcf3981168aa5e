/// Time: the one clock, the one row of things to happen, and the dice that everything is drawn with.
@NullMarked
package lastgood.sim.time;

import org.jspecify.annotations.NullMarked;
