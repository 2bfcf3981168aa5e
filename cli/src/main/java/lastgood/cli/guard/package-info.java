/// Guards on paper: their arithmetic, for whoever wants to check it. Needs no server.
///
/// - In: a file of numbers.
/// - Out: what `core.statistics` makes of them.
@NullMarked
package lastgood.cli.guard;

import org.jspecify.annotations.NullMarked;
