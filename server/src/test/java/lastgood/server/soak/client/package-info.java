/// What a stranger has to do with a running server: start it, ask it, check it, kill it.
///
/// Real processes and real sockets; nothing in here knows a class of the server's.
@NullMarked
package lastgood.server.soak.client;

import org.jspecify.annotations.NullMarked;
