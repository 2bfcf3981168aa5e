/// Control: hears events, decides by core, carries out commands.
///
/// - In: what people ask over the management port, what gateways counted, labels.
/// - Out: routes on the board, incidents, notices, and a journal of all of it.
@NullMarked
package lastgood.control;

import org.jspecify.annotations.NullMarked;
