/// Signing releases, and finding out who vouches for one.
@NullMarked
package lastgood.cli.signature;

import org.jspecify.annotations.NullMarked;
