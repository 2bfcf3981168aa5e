/// SQLite: one database file, one writer, and the steps from one form of its tables to the next.
@NullMarked
package lastgood.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
