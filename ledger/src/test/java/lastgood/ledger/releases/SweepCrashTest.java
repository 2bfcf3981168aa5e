package lastgood.ledger.releases;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.bytes;
import static lastgood.core.port.Samples.manifest;
import static lastgood.core.port.Samples.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import lastgood.core.release.Release;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Wherever letting go is cut off, what is left is a store that can be read, and doing it again brings it to its end.
class SweepCrashTest {
    private static final Duration GRACE = Duration.ofMinutes(1);

    @TempDir Path folder;

    @Test
    void aCrashBeforeAnyStepLeavesAStoreThatCanBeReadAndIsFinishedLater() throws IOException {
        var died = new TreeSet<String>();
        int step = 0;
        while (diesBefore(step, folder.resolve("run-" + step), died)) {
            step++;
        }
        assertThat(died)
                .containsExactly(
                        "a blob is deleted",
                        "a blob is noted",
                        "a release is struck out",
                        "its note is dropped",
                        "the index is written without it");
        assertThat(step).isGreaterThan(8);
    }

    @Test
    void bytesThatAreStoredAgainInTheLastMomentStay() throws Exception {
        Files.createDirectories(folder);
        try (var database = Database.open(folder.resolve("ledger.db"))) {
            var reached = new CountDownLatch(1);
            var storing = new CountDownLatch(1);
            var releases =
                    OciReleases.open(
                            folder.resolve("releases"),
                            database,
                            new Codec(),
                            step -> {
                                if (step.equals("a blob is deleted")) {
                                    reached.countDown();
                                    await(storing);
                                }
                            });
            releases.store(new ByteArrayInputStream(bytes("model 1")));
            releases.sweep(NOON, GRACE, Set.of());
            var made =
                    new FutureTask<>(() -> {
                        await(reached);
                        storing.countDown();
                        return make(releases, 1);
                    });
            Thread.ofVirtual().start(made);
            releases.sweep(NOON.plusSeconds(60), GRACE, Set.of());
            isWhole(releases, made.get());
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// Lets r1 go and keeps r2, in a process that dies before the given step.
    private static boolean diesBefore(int step, Path data, Set<String> died) throws IOException {
        Files.createDirectories(data);
        Release kept;
        Release going;
        boolean dies = false;
        try (var database = Database.open(data.resolve("ledger.db"))) {
            var left = new AtomicInteger(step);
            var releases =
                    OciReleases.open(
                            data.resolve("releases"),
                            database,
                            new Codec(),
                            next -> {
                                if (left.getAndDecrement() == 0) {
                                    died.add(next);
                                    throw new Dead();
                                }
                            });
            going = make(releases, 1);
            kept = make(releases, 2);
            try {
                letGo(releases, going);
            } catch (Dead _) {
                dies = true;
            }
        }
        try (var database = Database.open(data.resolve("ledger.db"))) {
            var releases = OciReleases.open(data.resolve("releases"), database, new Codec());
            for (var listed : releases.list(TUMOUR)) {
                isWhole(releases, listed);
            }
            letGo(releases, going);
            assertThat(releases.list(TUMOUR)).containsExactly(kept);
            isWhole(releases, kept);
            assertThat(releases.size(blob("model 1").digest())).isEmpty();
            assertThat(Files.readString(data.resolve("releases/index.json")))
                    .contains("tumour:r2")
                    .doesNotContain("tumour:r1");
            isWhole(releases, make(releases, 1));
        }
        return dies;
    }

    private static void letGo(OciReleases releases, Release going) throws IOException {
        releases.forget(TUMOUR, going.id());
        releases.sweep(NOON, GRACE, Set.of());
        releases.sweep(NOON.plus(GRACE), GRACE, Set.of());
    }

    private static Release make(OciReleases releases, int number) throws IOException {
        var model = "model " + number;
        releases.store(new ByteArrayInputStream(bytes(model)));
        var digest = releases.seal(manifest(blob(model)));
        var made = release(TUMOUR, number, blob(model), digest);
        releases.remember(made);
        return made;
    }

    private static void isWhole(OciReleases releases, Release release) throws IOException {
        for (var piece : releases.pieces(release)) {
            assertThat(releases.read(piece)).isPresent();
        }
    }

    private static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
