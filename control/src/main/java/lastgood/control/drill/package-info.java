/// Drills: the way back is tried by hand, timed, and proven by a file.
@NullMarked
package lastgood.control.drill;

import org.jspecify.annotations.NullMarked;
