/// Routing: which release answers a request, and the gateway's own right to say no to one.
///
/// - In: routes that control pins up, releases that are loaded and warm, what became of candidates' answers.
/// - Out: an [Assignment] for each request; vetoes.
///
/// No network and no thread: the simulator drives the very same code.
@NullMarked
package lastgood.gateway.routing;

import org.jspecify.annotations.NullMarked;
