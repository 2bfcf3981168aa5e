/// How people have a gateway put a service back when nothing else answers: by a file, or by a socket.
///
/// Nothing here waits for control, for a database, or, once the wish is heard, for a disk.
@NullMarked
package lastgood.gateway.emergency;

import org.jspecify.annotations.NullMarked;
