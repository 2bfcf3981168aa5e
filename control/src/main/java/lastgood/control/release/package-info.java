/// Releases and services coming in: files are read, tried out in a process of their own, and remembered.
@NullMarked
package lastgood.control.release;

import org.jspecify.annotations.NullMarked;
