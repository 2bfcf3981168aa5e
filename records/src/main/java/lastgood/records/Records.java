package lastgood.records;

import java.nio.file.Path;
import java.time.InstantSource;
import lastgood.core.port.PredictionLog;
import lastgood.records.ring.Ring;
import lastgood.records.segment.SegmentWriter;
import lastgood.records.segment.Segments;

/// The prediction log of one machine, in one folder:
///
/// ```
/// segments/   *.open is being written, *.segment waits to become Parquet
/// parquet/    SERVICE/DAY/SEGMENT.parquet
/// ```
public final class Records implements AutoCloseable {
    private final Ring ring;
    private final SegmentWriter writer;

    /// @param data a folder that is there, on the disk that is written to; the log has `predictions` in it
    public Records(Path data, RecordLimits limits, InstantSource clock) {
        var segments = new Segments(data.resolve("predictions").resolve("segments"));
        segments.recover();
        ring = new Ring(limits.ringNotes(), limits.ringBytes());
        writer = new SegmentWriter(ring, segments, data, limits, clock, () -> {});
        writer.start();
    }

    /// Where answers are noted.
    public PredictionLog log() {
        return ring;
    }

    /// Writes what was noted; nothing is taken after that.
    @Override
    public void close() {
        ring.close();
        writer.close();
    }
}
