/// Releases in processes of their own.
///
/// - In: parts of a release, whose bytes were checked, and questions.
/// - Out: answers over a Unix socket, each event loop over a connection of its own; or that there is none, in time.
///
/// A valid request can end ONNX Runtime and the process that it runs in. So what has yet to prove itself runs here: it may
/// abort, hang, take all memory or stand still, and what it costs is its process, which is killed and started again.
@NullMarked
package lastgood.gateway.running.apart;

import org.jspecify.annotations.NullMarked;
