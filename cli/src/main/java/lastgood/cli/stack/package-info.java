/// Verbs about what services share.
@NullMarked
package lastgood.cli.stack;

import org.jspecify.annotations.NullMarked;
