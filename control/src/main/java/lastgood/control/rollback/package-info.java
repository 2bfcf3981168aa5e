/// Rollbacks: the plan first, then the move.
@NullMarked
package lastgood.control.rollback;

import org.jspecify.annotations.NullMarked;
