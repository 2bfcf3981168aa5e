/// What of an answered request is left for the prediction log.
///
/// - In: a question, its answer, and what the service's file says of the log, from `gateway.running`.
/// - Out: notes that hold bytes of their own, to `core.port.PredictionLog`; what is redacted is in none of them.
@NullMarked
package lastgood.gateway.running.log;

import org.jspecify.annotations.NullMarked;
