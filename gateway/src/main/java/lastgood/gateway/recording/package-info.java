/// Recording: what became of the requests of a rollout, as sums that only grow.
///
/// - In: one note a request, without waiting.
/// - Out: a [lastgood.core.guard.Count] whenever somebody asks.
@NullMarked
package lastgood.gateway.recording;

import org.jspecify.annotations.NullMarked;
