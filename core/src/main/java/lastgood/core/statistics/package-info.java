/// The arithmetic of guards, and of what is shown beside them: e-processes, confidence radii, distances, scores.
///
/// - In: plain numbers, mostly sums.
/// - Out: plain numbers, to `core.guard`, and to whoever checks them (`lastgood guard compute`).
///
/// Logarithms are natural. Functions expect what they say they take; who lets numbers in from outside checks them first.
@NullMarked
package lastgood.core.statistics;

import org.jspecify.annotations.NullMarked;
