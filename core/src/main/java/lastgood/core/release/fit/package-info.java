/// Schema compatibility: what callers of one release would meet at another.
///
/// - In: two [Schema]s, of any two releases.
/// - Out: the [Break]s, in a fixed order, each with the [Rule] that broke; none: callers need not change.
///
/// A request must be taken wherever it goes, so what is asked for may only become wider; an answer must be understood by
/// those who know the old one, so what is given may only become narrower. What is said of a tensor's form the gateway
/// enforces. Columns are told apart by their place, and what is said of an answer's columns is a promise nobody enforces.
@NullMarked
package lastgood.core.release.fit;

import org.jspecify.annotations.NullMarked;
