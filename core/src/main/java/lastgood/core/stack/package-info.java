/// Stacks: parts that several services share, in versions, and who accepts which version.
@NullMarked
package lastgood.core.stack;

import org.jspecify.annotations.NullMarked;
