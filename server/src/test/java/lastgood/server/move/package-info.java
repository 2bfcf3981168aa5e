/// Moves of a stack with real ledgers and real worlds.
@NullMarked
package lastgood.server.move;

import org.jspecify.annotations.NullMarked;
