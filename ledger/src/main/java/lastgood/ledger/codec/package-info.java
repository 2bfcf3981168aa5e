/// Codec: core's words as the JSON in which they are stored.
///
/// - In: records and sealed types of core, told from their shape alone.
/// - Out: one line of ASCII, to every other room of the ledger, and back again without a loss.
@NullMarked
package lastgood.ledger.codec;

import org.jspecify.annotations.NullMarked;
