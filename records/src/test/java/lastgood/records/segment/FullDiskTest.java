package lastgood.records.segment;

import static lastgood.core.port.LoggedSamples.WINE;
import static lastgood.core.port.LoggedSamples.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lastgood.core.port.PredictionLog;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.records.RecordLimits;
import lastgood.records.ring.Ring;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that takes no more costs records, which are counted, and nothing else.
class FullDiskTest {
    private static final int NOTED = 2_000;
    private static final int FIRST = 40;
    private static final long SEGMENT = 64 << 10;

    @TempDir Path folder;

    @Test
    void theJournalsRoomIsNotTaken() {
        var ring = new Ring(256, 1 << 20);
        var writer = writer(ring, folder, Long.MAX_VALUE / 2, InstantSource.system());
        writer.start();
        for (int n = 0; n < 100; n++) {
            ring.note(said(WINE, n));
        }
        awaitDropped(ring, 100);
        writer.close();

        assertThat(folder.resolve("segments")).doesNotExist();
    }

    @Test
    void onceThereIsAPlaceAgainItGoesOn() throws IOException {
        var now = new AtomicReference<>(Instant.parse("2026-11-27T12:00:00Z"));
        Files.writeString(folder.resolve("segments"), "in the way");
        var ring = new Ring(256, 1 << 20);
        var writer = writer(ring, folder, 1, now::get);
        writer.start();
        ring.note(said(WINE, 1));
        awaitDropped(ring, 1);
        Files.delete(folder.resolve("segments"));
        ring.note(said(WINE, 2));
        awaitDropped(ring, 2);
        now.set(now.get().plusSeconds(5));
        ring.note(said(WINE, 3));
        ring.close();
        writer.close();

        assertThat(kept(folder)).containsExactly(said(WINE, 3));
        assertThat(dropped(ring)).isEqualTo(2);
    }

    /// For real: the system refuses every write beyond a limit, in the middle of a segment.
    @Test
    void whatTheSystemRefusesToWriteIsCountedAndWhatItTookCanBeRead() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var script =
                "ulimit -f 160; exec '%s' -cp '%s' '%s' '%s'"
                        .formatted(
                                java,
                                System.getProperty("java.class.path"),
                                Filler.class.getName(),
                                folder);
        var child = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
        var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as(said).isZero();

        var kept = kept(folder);
        long dropped = Long.parseLong(said.lines().toList().getLast().strip());
        assertThat(dropped).as(said).isPositive();
        assertThat(kept).hasSizeGreaterThanOrEqualTo(FIRST);
        assertThat(kept.size() + dropped).as(said).isGreaterThanOrEqualTo(NOTED);
        for (var one : kept) {
            int n = Integer.parseInt(one.id().orElseThrow().substring("id-".length()));
            assertThat(one).isEqualTo(large(n));
        }
    }

    /// Notes on and on, more than the disk takes.
    static final class Filler {
        public static void main(String[] args) throws IOException {
            var ring = new Ring(4096, 64 << 20);
            var writer = writer(ring, Path.of(args[0]), 1, InstantSource.system());
            writer.start();
            for (int n = 0; n < FIRST; n++) {
                ring.note(large(n));
            }
            var segments = new Segments(Path.of(args[0]).resolve("segments"));
            Patience.until(FIRST + " are written", () -> written(segments) >= FIRST);
            for (int n = FIRST; n < NOTED; n++) {
                ring.note(large(n));
            }
            ring.close();
            writer.close();
            System.out.println(dropped(ring));
        }
    }

    private static long written(Segments segments) throws IOException {
        long written = 0;
        for (var file : segments.open()) {
            written += SegmentReader.read(file, _ -> {}).predictions();
        }
        return written;
    }

    private static LoggedPrediction large(int n) {
        return said(
                WINE,
                n,
                Instant.EPOCH,
                List.of(lastgood.core.port.LoggedSamples.floats("X", List.of(40L), new float[40])),
                List.of());
    }

    private static SegmentWriter writer(
            Ring ring, Path folder, long leastFree, InstantSource clock) {
        var limits =
                new RecordLimits(
                        256,
                        1 << 20,
                        SEGMENT,
                        Duration.ofHours(1),
                        Duration.ZERO,
                        leastFree,
                        1 << 30);
        return new SegmentWriter(
                ring,
                new Segments(folder.resolve("segments")),
                folder,
                limits,
                clock,
                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos(),
                () -> {});
    }

    private static long dropped(Ring ring) {
        return ring.tallies().getOrDefault(WINE, new PredictionLog.Tally(0, 0)).dropped();
    }

    private static void awaitDropped(Ring ring, long dropped) {
        Patience.until(dropped + " are dropped", () -> dropped(ring) >= dropped);
    }

    private static List<LoggedPrediction> kept(Path folder) throws IOException {
        var kept = new ArrayList<LoggedPrediction>();
        for (var file : new Segments(folder.resolve("segments")).closed()) {
            var found = SegmentReader.read(file, kept::add);
            assertThat(found.why()).isEmpty();
        }
        return kept;
    }
}
