/// Soaks: a real server under load while somebody switches, labels, and pulls the plug.
///
/// `./dev soak` runs them long, the tests run them short. They check what is promised and print what was measured.
@NullMarked
package lastgood.server.soak;

import org.jspecify.annotations.NullMarked;
