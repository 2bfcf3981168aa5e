package lastgood.records.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.port.PredictionLog;
import lastgood.core.port.PredictionLogContract;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.records.RecordLimits;
import lastgood.records.ring.Ring;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Ring, writer and segments together keep the promises of a prediction log.
class WrittenLogTest extends PredictionLogContract {
    @TempDir Path folder;
    private Ring ring;
    private SegmentWriter writer;

    @BeforeEach
    void start() {
        ring = new Ring(64, 1 << 20);
        writer = writer(ring, new Segments(folder.resolve("segments")), folder, 100 << 10);
        writer.start();
    }

    @AfterEach
    void stop() {
        writer.close();
    }

    static SegmentWriter writer(Ring ring, Segments segments, Path disk, long segmentBytes) {
        var limits =
                new RecordLimits(
                        64, 1 << 20, segmentBytes, Duration.ofHours(1), Duration.ZERO, 1, 1 << 30);
        return new SegmentWriter(
                ring, segments, disk, limits, InstantSource.system(), System::nanoTime, () -> {});
    }

    @Override
    protected PredictionLog log() {
        return ring;
    }

    @Override
    protected List<LoggedPrediction> kept() throws IOException {
        ring.close();
        writer.close();
        var kept = new ArrayList<LoggedPrediction>();
        for (var file : new Segments(folder.resolve("segments")).closed()) {
            SegmentReader.read(file, kept::add);
        }
        return kept;
    }
}
