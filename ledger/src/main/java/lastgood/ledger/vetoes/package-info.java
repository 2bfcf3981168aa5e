/// Vetoes: what a gateway will not serve, in files of its own that need no database.
@NullMarked
package lastgood.ledger.vetoes;

import org.jspecify.annotations.NullMarked;
