/// The closure of a rollback: the smallest set of moves after which everything fits together again.
///
/// - In: the [World] as it is, and where one service should go.
/// - Out: [Moves], or the [Misfit]s that stand in the way.
///
/// Only components with one live version for everybody are in here. Those whose versions run side by side never stand in
/// anybody's way.
@NullMarked
package lastgood.core.rollback.closure;

import org.jspecify.annotations.NullMarked;
