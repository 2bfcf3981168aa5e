/// Releases: what was shipped, named by its own bytes and never changed.
///
/// - In: parts that `control.release` has checked.
/// - Out: a [Release], to `core.rollout`, `core.rollback` and the gateway.
///
/// Nothing here reads a clock, a file, a socket or a random number.
@NullMarked
package lastgood.core.release;

import org.jspecify.annotations.NullMarked;
