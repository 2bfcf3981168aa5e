/// Snapshots: what a gateway serves, in files of its own that need no database.
@NullMarked
package lastgood.ledger.snapshots;

import org.jspecify.annotations.NullMarked;
