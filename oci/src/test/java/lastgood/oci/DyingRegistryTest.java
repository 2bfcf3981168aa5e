package lastgood.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import lastgood.core.port.Blobs;
import lastgood.core.port.Releases;
import lastgood.core.port.Samples;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parcel;
import lastgood.core.release.Parts;
import lastgood.core.stack.Requires;
import lastgood.oci.client.Limits;
import lastgood.oci.client.Logins;
import lastgood.testing.RegistryServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real registry that is killed while it is sent a release.
class DyingRegistryTest {
    private static final int SIZE = 8 << 20;
    private static final Limits LIMITS =
            new Limits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    4 << 20,
                    1L << 30,
                    64);

    @TempDir private Path folder;
    private Optional<Stores> stores = Optional.empty();

    @AfterEach
    void close() throws IOException {
        if (stores.isPresent()) {
            stores.get().close();
        }
    }

    @Test
    void aPushThatTheRegistryDidNotSurviveIsFinishedByTheNextOne() throws Exception {
        var all = new Stores(folder);
        stores = Optional.of(all);
        var here = all.open();
        var parcel = large(here);
        var files = all.files(0);
        var home = folder.resolve("registry");
        String tag = "models/large:r1";

        try (var first = RegistryServer.start(home)) {
            // Dies when the second file is half on its way.
            var killing =
                    new KillingBlobs(
                            here, first, parcel.manifest().parts().model().graph().digest());
            var outcome = registry(killing).push(parcel, first.ref(tag));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.problem().code())
                                            .isEqualTo(Code.REGISTRY_UNREACHABLE));
            assertThat(killing.opened.get()).isPositive();
        }
        assertThat(all.files(0)).as("nothing changed here").isEqualTo(files);

        try (var second = RegistryServer.start(home)) {
            assertThat(registry(all.open()).pull(second.ref(tag)))
                    .as("no tag names half a release")
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.problem().code())
                                            .isEqualTo(Code.NOT_IN_REGISTRY));
            switch (registry(here).push(parcel, second.ref(tag))) {
                case Outcome.Done<lastgood.core.port.Registry.Sent>(var sent) ->
                        assertThat(sent.there()).as("what arrived is not sent again").isPositive();
                case Outcome.Refused<lastgood.core.port.Registry.Sent>(var problem) ->
                        throw new AssertionError(problem.toString());
            }
            var there = all.open();
            assertThat(registry(there).pull(second.ref(tag))).isEqualTo(Outcome.done(parcel));
            assertThat(there.seal(parcel.manifest())).isEqualTo(parcel.release());
        }
    }

    /// Kills the registry while one file is read.
    private static final class KillingBlobs implements Blobs {
        private final Blobs blobs;
        private final RegistryServer victim;
        private final Digest at;
        private final AtomicInteger opened = new AtomicInteger();

        KillingBlobs(Blobs blobs, RegistryServer victim, Digest at) {
            this.blobs = blobs;
            this.victim = victim;
            this.at = at;
        }

        @Override
        public Digest store(InputStream bytes) throws IOException {
            return blobs.store(bytes);
        }

        @Override
        public Optional<byte[]> read(Digest digest) throws IOException {
            return blobs.read(digest);
        }

        @Override
        public Optional<Long> size(Digest digest) throws IOException {
            return blobs.size(digest);
        }

        @Override
        public Optional<InputStream> open(Digest digest) throws IOException {
            if (!digest.equals(at)) {
                return blobs.open(digest);
            }
            opened.incrementAndGet();
            byte[] bytes = blobs.read(digest).orElseThrow();
            return Optional.of(
                    new ByteArrayInputStream(bytes) {
                        @Override
                        public synchronized int read(byte[] into, int from, int length) {
                            if (pos >= SIZE / 2) {
                                victim.kill();
                            }
                            return super.read(into, from, length);
                        }
                    });
        }
    }

    private static OciRegistry registry(Blobs blobs) {
        return new OciRegistry(blobs, new Logins(Map.of()), LIMITS);
    }

    private static Parcel large(Releases store) throws IOException {
        var features = store(store, 1);
        var model = store(store, 2);
        var plain = Samples.parts(model);
        var parts =
                new Parts(
                        plain.model(),
                        new Parts.Features.Graph(features),
                        plain.preprocessing(),
                        plain.schema(),
                        plain.runtime(),
                        plain.config());
        var manifest = new Manifest(parts, Requires.NOTHING);
        return new Parcel(
                store.seal(manifest),
                manifest,
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                new OfflineEvidence(
                        Optional.empty(),
                        new TreeMap<>(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        List.of()),
                List.of());
    }

    private static Blob store(Releases store, int seed) throws IOException {
        var bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return new Blob("part-" + seed, store.store(new ByteArrayInputStream(bytes)), SIZE);
    }
}
