/// Moves of several services and shared components in one switch: what has to move, and moving it.
@NullMarked
package lastgood.control.move;

import org.jspecify.annotations.NullMarked;
