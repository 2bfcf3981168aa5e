/// Requests: the bodies that control takes. An unknown property is refused, not overlooked.
@NullMarked
package lastgood.wire.request;

import org.jspecify.annotations.NullMarked;
