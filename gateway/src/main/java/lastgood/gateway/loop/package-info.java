/// The threads on which a gateway speaks to callers and to its runners.
@NullMarked
package lastgood.gateway.loop;

import org.jspecify.annotations.NullMarked;
