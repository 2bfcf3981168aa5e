/// Many requests in one run: what a release costs, when it pays to run requests together, and the queue in front of it.
///
/// - In: requests that wait for a release that is too slow for the event loop.
/// - Out: batches of those that fit together, each on a thread of the release; or a refusal where the wait would be too long.
///
/// Knows nothing of releases or answers: what runs is handed in.
@NullMarked
package lastgood.gateway.running.batch;

import org.jspecify.annotations.NullMarked;
