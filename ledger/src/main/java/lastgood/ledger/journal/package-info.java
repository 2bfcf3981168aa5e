/// Journal: every event and what was decided, and the incidents that came of them.
///
/// - In: entries, from `control`, through `core.port`.
/// - Out: the same entries in the same order, at the next start.
@NullMarked
package lastgood.ledger.journal;

import org.jspecify.annotations.NullMarked;
