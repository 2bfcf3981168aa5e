/// What a gateway serves, written down beside it, so that it can begin again with nobody to ask.
///
/// Nothing here is on the way of a request or of a switch.
@NullMarked
package lastgood.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
