/// The `exec` driver: any program takes part. One JSON line goes in on standard input, one comes out on standard output;
/// `docs/drivers.md` is the protocol.
///
/// A program is not trusted to end, to be brief, or to answer what it was asked. Whatever it does becomes an answer in
/// bounded time, and after a restore without a proper answer the world is called unknown.
@NullMarked
package lastgood.drivers.exec;

import org.jspecify.annotations.NullMarked;
