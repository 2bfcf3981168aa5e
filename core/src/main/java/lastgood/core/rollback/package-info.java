/// Rollbacks: what will move, shown before it moves.
@NullMarked
package lastgood.core.rollback;

import org.jspecify.annotations.NullMarked;
