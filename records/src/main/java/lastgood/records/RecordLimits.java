package lastgood.records;

import java.time.Duration;

/// How much the prediction log may take of the machine.
///
/// @param ringNotes that may wait to be written
/// @param ringBytes that they may hold in memory
/// @param segmentBytes after which a segment is full
/// @param segmentAge after which one is closed though it is not
/// @param forceEvery how much of the log a power cut may take
/// @param leastFree bytes of disk that are left to the journal: with less nothing is logged
/// @param waiting bytes of closed segments that may wait to become Parquet; the oldest go first
public record RecordLimits(
        int ringNotes,
        long ringBytes,
        long segmentBytes,
        Duration segmentAge,
        Duration forceEvery,
        long leastFree,
        long waiting) {
    public static final RecordLimits DEFAULT =
            new RecordLimits(
                    64 << 10,
                    32L << 20,
                    16L << 20,
                    Duration.ofHours(1),
                    Duration.ofSeconds(1),
                    512L << 20,
                    2L << 30);
}
