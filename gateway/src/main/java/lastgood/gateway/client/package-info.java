/// Asks HTTP servers elsewhere, on the gateway's own event loops.
///
/// - In: where a server is, and what it is to be asked, on the loop that is to hear the answer.
/// - Out: its response, or how there came to be none; told once, on the same loop.
///
/// Each loop keeps connections of its own, so nothing here is shared between threads. No redirect is followed: it could lead
/// anywhere.
@NullMarked
package lastgood.gateway.client;

import org.jspecify.annotations.NullMarked;
