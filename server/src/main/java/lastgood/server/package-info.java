/// Server: introduces the rooms to each other; the only place that knows everyone.
@NullMarked
package lastgood.server;

import org.jspecify.annotations.NullMarked;
