/// Ledger: what is written down on one machine, behind the ports.
///
/// - In: everything that must outlast a crash, from `control` and the gateway, through `core.port`.
/// - Out: a [lastgood.ledger.Ledger], to `server`, which hands out its ports.
@NullMarked
package lastgood.ledger;

import org.jspecify.annotations.NullMarked;
