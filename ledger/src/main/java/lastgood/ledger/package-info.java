/// Ledger: what is written down on one machine, behind the ports.
@NullMarked
package lastgood.ledger;

import org.jspecify.annotations.NullMarked;
