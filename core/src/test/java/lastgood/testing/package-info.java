/// Tools for the tests of every room.
@NullMarked
package lastgood.testing;

import org.jspecify.annotations.NullMarked;
