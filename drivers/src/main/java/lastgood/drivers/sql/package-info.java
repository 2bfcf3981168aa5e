/// A feature table of which each version is a table of its own in SQLite or PostgreSQL, and one view that all outside
/// readers use.
///
/// - In: where the database is, the view's name, how the tables of its versions are called.
/// - Out: a driver that takes the view to a version in one transaction; [lastgood.drivers.sql.SqlRows], which reads rows of
///   a version itself.
///
/// A name gets into a statement only if it is one of a catalogue or has passed [lastgood.drivers.sql.Names], and quoted;
/// a value is always a parameter.
@NullMarked
package lastgood.drivers.sql;

import org.jspecify.annotations.NullMarked;
