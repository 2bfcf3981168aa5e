/// Drivers are made here, from what a component's file says of its own.
///
/// - In: a kind and its settings, from `control`.
/// - Out: a `ComponentDriver`. Making one touches no world.
@NullMarked
package lastgood.drivers;

import org.jspecify.annotations.NullMarked;
