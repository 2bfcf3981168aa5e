/// The client of the control plane: one method for each address of its REST surface.
@NullMarked
package lastgood.wire.client;

import org.jspecify.annotations.NullMarked;
