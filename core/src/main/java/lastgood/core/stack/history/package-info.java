/// The past of one shared component: which version was live when, and who read which.
///
/// - In: the book of stacks and the services' own histories, as they were written down.
/// - Out: a [lastgood.core.stack.history.ComponentHistory], to `control.stack`.
@NullMarked
package lastgood.core.stack.history;

import org.jspecify.annotations.NullMarked;
