/// Drills and the files that prove them.
@NullMarked
package lastgood.ledger.drills;

import org.jspecify.annotations.NullMarked;
