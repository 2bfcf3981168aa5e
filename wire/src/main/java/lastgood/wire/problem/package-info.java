/// Problem details: how a refusal travels (RFC 9457), and which HTTP status it has.
@NullMarked
package lastgood.wire.problem;

import org.jspecify.annotations.NullMarked;
