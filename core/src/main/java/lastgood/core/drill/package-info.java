/// Drills: rehearsals of the way back that somebody asked for, kept with their evidence.
@NullMarked
package lastgood.core.drill;

import org.jspecify.annotations.NullMarked;
