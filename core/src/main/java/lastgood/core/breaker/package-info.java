/// When somebody who fails is asked no more, and how he comes back.
///
/// - In: what came of each request, and what a look at him found, with the time of a monotonic clock.
/// - Out: who may be asked now, and until when the others rest.
@NullMarked
package lastgood.core.breaker;

import org.jspecify.annotations.NullMarked;
