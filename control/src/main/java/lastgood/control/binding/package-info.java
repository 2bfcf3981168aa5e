/// Which version of a shared component everybody reads, and what releases serve with because of it.
@NullMarked
package lastgood.control.binding;

import org.jspecify.annotations.NullMarked;
