/// `lastgood incident …`: what tripped, and why.
@NullMarked
package lastgood.cli.incident;

import org.jspecify.annotations.NullMarked;
