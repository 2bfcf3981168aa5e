/// Gateway: answers requests, and goes on answering when control is away.
///
/// - In: requests at the prediction port; routes, releases and vetoes through the ports of `core.port`.
/// - Out: answers, each naming its release; counts; vetoes of its own.
///
/// `protocol` speaks HTTP, `running` runs graphs, `routing` chooses who answers, `recording` counts.
@NullMarked
package lastgood.gateway;

import org.jspecify.annotations.NullMarked;
