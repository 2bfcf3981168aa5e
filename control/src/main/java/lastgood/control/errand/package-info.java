/// Errands: what control has others do for it, so that no loop waits - on threads in a server, on one thread in the simulator.
@NullMarked
package lastgood.control.errand;

import org.jspecify.annotations.NullMarked;
