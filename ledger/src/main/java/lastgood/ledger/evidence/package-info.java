/// Evidence: labels with the tallies that follow from them, and checkpoints of what gateways counted.
///
/// - In: labels from `control`, counts from the gateway, through `core.port`.
/// - Out: sums, to the guards.
@NullMarked
package lastgood.ledger.evidence;

import org.jspecify.annotations.NullMarked;
