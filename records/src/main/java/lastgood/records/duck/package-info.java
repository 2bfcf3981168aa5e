/// What runs in a process of its own: records become Parquet files, and people's queries are answered, both by DuckDB.
///
/// A query may want any amount of memory and time, and a native library may take its process with it: that process is
/// never the one that answers predictions.
@NullMarked
package lastgood.records.duck;

import org.jspecify.annotations.NullMarked;
