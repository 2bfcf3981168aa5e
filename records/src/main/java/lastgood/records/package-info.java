/// The prediction log: what was predicted, written down without anybody waiting for it, and asked about later.
///
/// - In: notes of answers, from the gateway, by `core.port.PredictionLog`.
/// - Out: segments of records, and from those Parquet files, which people query.
///
/// Where the disk or this room is too slow, records are dropped and counted; predictions never are.
@NullMarked
package lastgood.records;

import org.jspecify.annotations.NullMarked;
