/// What the targets share: memory on loan, and whether what was read is what was written.
@NullMarked
package lastgood.fuzz;

import org.jspecify.annotations.NullMarked;
