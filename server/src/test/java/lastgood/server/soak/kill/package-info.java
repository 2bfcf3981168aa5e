/// The plug is pulled at random moments; what was acknowledged before must be there after.
@NullMarked
package lastgood.server.soak.kill;

import org.jspecify.annotations.NullMarked;
