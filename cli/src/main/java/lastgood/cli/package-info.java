/// The command line: one class a verb, speaking only wire.
@NullMarked
package lastgood.cli;

import org.jspecify.annotations.NullMarked;
