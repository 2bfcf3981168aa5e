/// Stacks: which release reads which shared part, as it is written down and as it serves.
@NullMarked
package lastgood.control.stack;

import org.jspecify.annotations.NullMarked;
