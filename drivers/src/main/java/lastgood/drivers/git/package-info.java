/// The `git` driver: a version is what one commit of a repository has at one path.
///
/// Bytes are those git keeps: no line ends are changed, no filter such as LFS is run.
@NullMarked
package lastgood.drivers.git;

import org.jspecify.annotations.NullMarked;
