/// Evidence: what gateways counted and labels say, gathered, judged by `core.guard`, and turned into events.
@NullMarked
package lastgood.control.guard;

import org.jspecify.annotations.NullMarked;
