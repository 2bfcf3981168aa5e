package lastgood.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import lastgood.core.port.PredictionLog;
import lastgood.core.port.PredictionRecords;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.LogPolicy;
import lastgood.records.duck.DuckProcess;
import lastgood.records.parquet.ParquetFolder;
import lastgood.records.ring.Ring;
import lastgood.records.segment.SegmentWriter;
import lastgood.records.segment.Segments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The prediction log of one machine, in one folder:
///
/// ```
/// segments/   *.open is being written, *.segment waits to become Parquet
/// parquet/    SERVICE/DAY/SEGMENT.ROWS.parquet
/// work/       what a child process works on, while it does
/// ```
public final class Records implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    private final Ring ring;
    private final SegmentWriter writer;
    private final Upkeep upkeep;
    private final PredictionRecords inquiry;

    /// Takes up what an earlier process left.
    ///
    /// @param data a folder that is there, on the disk that is written to; the log has `predictions` in it
    /// @param policy of a service now
    public Records(
            Path data,
            RecordLimits limits,
            Function<ServiceName, LogPolicy> policy,
            InstantSource clock) {
        var folder = data.toAbsolutePath().resolve("predictions");
        var segments = new Segments(folder.resolve("segments"));
        var parquet = new ParquetFolder(folder.resolve("parquet"));
        var process = new DuckProcess(folder.resolve("work"));
        // Fair: who asks comes before the next batch of segments.
        var lock = new ReentrantLock(true);
        makePrivate(folder);
        segments.recover();
        ring = new Ring(limits.ringNotes(), limits.ringBytes());
        upkeep = new Upkeep(ring, segments, parquet, process, lock, limits, policy, clock);
        inquiry = new Inquiry(ring, segments, parquet, process, lock);
        writer =
                new SegmentWriter(
                        ring, segments, data, limits, clock, System::nanoTime, upkeep::soon);
        writer.start();
    }

    /// Nobody else may look into it. Where it cannot be made, whoever writes to it says so.
    private static void makePrivate(Path folder) {
        try {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            LOG.warn(
                    "the prediction log's folder {} is not as it should be: {}",
                    folder,
                    e.toString());
        }
    }

    /// Begins to make Parquet of what waits for it, and to delete what is old.
    public void begin() {
        upkeep.start();
    }

    /// Where answers are noted.
    public PredictionLog log() {
        return ring;
    }

    /// Where people ask.
    public PredictionRecords inquiry() {
        return inquiry;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /// Writes what was noted; nothing is taken after that.
    @Override
    public void close() {
        upkeep.close();
        ring.close();
        writer.close();
    }
}
