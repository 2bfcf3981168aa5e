package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.manifest;
import static lastgood.core.port.Samples.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lastgood.core.release.Blob;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.Lookup;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;
import org.junit.jupiter.api.Test;

/// What every release store promises, beside what it promises of blobs.
public abstract class ReleasesContract extends BlobsContract {
    @Override
    protected abstract Releases open() throws Exception;

    @Test
    void theSameManifestHasTheSameDigest() throws Exception {
        var releases = open();
        releases.store(in("model"));
        var digest = releases.seal(manifest(blob("model")));
        assertThat(releases.seal(manifest(blob("model")))).isEqualTo(digest);
        assertThat(open().seal(manifest(blob("model")))).isEqualTo(digest);
        assertThat(open().size(digest)).as("the manifest is a blob, too").isPresent();
    }

    @Test
    void everythingThatServesIsInTheDigest() throws Exception {
        var releases = open();
        for (var name : List.of("model", "other model", "features", "preprocessing")) {
            releases.store(in(name));
        }
        var digests = new java.util.HashSet<>();
        var variants = variants();
        for (var manifest : variants) {
            digests.add(releases.seal(manifest));
        }
        assertThat(digests).hasSameSizeAs(variants);
    }

    @Test
    void whatIsLookedUpIsInTheDigestAndWhereItIsIsNot() throws Exception {
        var releases = open();
        releases.store(in("model"));
        var table = new ComponentId("table", "v1");
        var p = Samples.parts(blob("model"));
        var digests = new java.util.HashSet<>();
        var all =
                List.of(
                        new Lookup("id", Datatype.INT64, List.of("a", "b"), List.of()),
                        new Lookup("id", Datatype.INT64, List.of("b", "a"), List.of()),
                        new Lookup("id", Datatype.INT64, List.of("a", "b"), List.of("b")),
                        new Lookup("id", Datatype.BYTES, List.of("a", "b"), List.of()),
                        new Lookup("no", Datatype.INT64, List.of("a", "b"), List.of()));
        for (var lookup : all) {
            digests.add(releases.seal(using(p, new Parts.Features.Lookup(table, lookup))));
        }
        digests.add(releases.seal(using(p, new Parts.Features.External(table))));
        var v2 = new ComponentId("table", "v2");
        digests.add(releases.seal(using(p, new Parts.Features.Lookup(v2, all.getFirst()))));
        assertThat(digests).hasSize(all.size() + 2);
    }

    private static Manifest using(Parts p, Parts.Features features) {
        return new Manifest(
                with(p, features, p.preprocessing(), p.schema(), p.runtime(), p.config()),
                Requires.NOTHING);
    }

    @Test
    void whatAFileIsCalledIsNotInTheDigest() throws Exception {
        var releases = open();
        releases.store(in("model"));
        var model = blob("model");
        var renamed = new Blob("final_v2.onnx", model.digest(), model.size());
        assertThat(releases.seal(manifest(renamed))).isEqualTo(releases.seal(manifest(model)));
    }

    @Test
    void aManifestIsNotSealedWithoutItsBlobs() throws Exception {
        var releases = open();
        assertThatThrownBy(() -> releases.seal(manifest(blob("never stored"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("never stored");
    }

    @Test
    void aManifestIsNotSealedOverABlobOfAnotherSize() throws Exception {
        var releases = open();
        releases.store(in("model"));
        var wrong = new Blob("model", blob("model").digest(), 99);
        assertThatThrownBy(() -> releases.seal(manifest(wrong))).isInstanceOf(IOException.class);
    }

    @Test
    void whatWasRememberedIsFound() throws Exception {
        var made = make(open(), 1, "model");
        assertThat(open().find(TUMOUR, made.id())).hasValue(made);
        assertThat(open().list(TUMOUR)).containsExactly(made);
    }

    @Test
    void nothingIsFoundThatWasNotRemembered() throws Exception {
        var made = make(open(), 1, "model");
        var releases = open();
        assertThat(releases.find(WINE, made.id())).isEmpty();
        assertThat(releases.find(TUMOUR, new ReleaseId(2, made.id().digest()))).isEmpty();
        assertThat(releases.find(TUMOUR, Samples.releaseId(1))).isEmpty();
        assertThat(releases.list(WINE)).isEmpty();
    }

    @Test
    void theFirstWordAboutAReleaseStands() throws Exception {
        var releases = open();
        var made = make(releases, 1, "model");
        releases.remember(said(made, made.id(), "second word"));
        assertThat(releases.find(TUMOUR, made.id())).hasValue(made);
        assertThat(releases.list(TUMOUR)).containsExactly(made);
    }

    @Test
    void aReleaseIsNotRememberedWithoutItsEvidence() throws Exception {
        var releases = open();
        var made = make(releases, 1, "model");
        var other = release(WINE, 1, blob("model"), made.id().digest());
        var unproven = with(other, blob("golden rows"), blob("recorded rows"));
        releases.store(in("golden rows"));
        assertThatThrownBy(() -> releases.remember(unproven))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("recorded rows");
        assertThat(releases.list(WINE)).isEmpty();
        releases.store(in("recorded rows"));
        releases.remember(unproven);
        assertThat(open().list(WINE)).containsExactly(unproven);
    }

    @Test
    void twoServicesMayHaveTheSameRelease() throws Exception {
        var releases = open();
        var made = make(releases, 1, "model");
        var other = release(WINE, 4, blob("model"), made.id().digest());
        releases.remember(other);
        assertThat(releases.find(WINE, other.id())).hasValue(other);
        assertThat(releases.list(TUMOUR)).containsExactly(made);
    }

    /// A crash between remembering and writing to the journal leaves a number that was never given to anybody.
    @Test
    void aReleaseRememberedAgainUnderAnotherNumberIsFoundUnderThatOne() throws Exception {
        var releases = open();
        var orphan = make(releases, 1, "model");
        var renumbered = new ReleaseId(2, orphan.id().digest());
        releases.remember(said(orphan, renumbered, "second word"));
        var expected = said(orphan, renumbered, orphan.label().orElseThrow());
        assertThat(releases.find(TUMOUR, renumbered)).hasValue(expected);
        assertThat(releases.find(TUMOUR, orphan.id())).isEmpty();
        assertThat(releases.list(TUMOUR)).containsExactly(expected);
    }

    @Test
    void releasesAreListedOldestFirst() throws Exception {
        var releases = open();
        var second = make(releases, 2, "model 2");
        var first = make(releases, 1, "model 1");
        var tenth = make(releases, 10, "model 10");
        assertThat(open().list(TUMOUR)).containsExactly(first, second, tenth);
    }

    @Test
    void aForgottenReleaseIsNeitherFoundNorListedAndTheOthersAre() throws Exception {
        var releases = open();
        var first = make(releases, 1, "model 1");
        var second = make(releases, 2, "model 2");
        releases.forget(TUMOUR, first.id());
        releases.forget(TUMOUR, first.id());
        assertThat(open().find(TUMOUR, first.id())).isEmpty();
        assertThat(open().list(TUMOUR)).containsExactly(second);
    }

    @Test
    void bytesThatNothingNamesGoAfterTheGraceAndNoOthers() throws Exception {
        var releases = open();
        var first = make(releases, 1, "model 1");
        var second = make(releases, 2, "model 2");
        var component = releases.store(in("a component"));
        releases.forget(TUMOUR, first.id());
        assertThat(sweep(releases, 0, component)).as("only noted").isZero();
        assertThat(sweep(releases, 59, component)).as("in its grace").isZero();
        assertThat(releases.read(blob("model 1").digest())).isPresent();
        assertThat(sweep(open(), 60, component)).isPositive();
        var after = open();
        assertThat(after.size(blob("model 1").digest())).isEmpty();
        assertThat(after.size(first.id().digest())).isEmpty();
        assertThat(after.read(component)).isPresent();
        for (var piece : after.pieces(second)) {
            assertThat(after.read(piece)).isPresent();
        }
        assertThat(sweep(after, 999, component)).isZero();
    }

    @Test
    void bytesThatTwoReleasesHaveStayWithTheSecond() throws Exception {
        var releases = open();
        var made = make(releases, 1, "model");
        releases.remember(release(WINE, 4, blob("model"), made.id().digest()));
        releases.forget(TUMOUR, made.id());
        sweep(releases, 0);
        assertThat(sweep(releases, 999)).isZero();
        assertThat(releases.read(blob("model").digest())).isPresent();
    }

    @Test
    void whatIsStoredAgainHasItsGraceAnew() throws Exception {
        var releases = open();
        releases.store(in("model"));
        sweep(releases, 0);
        releases.store(in("model"));
        assertThat(sweep(releases, 999)).as("noted anew").isZero();
        var made = make(releases, 1, "model");
        assertThat(sweep(releases, 2000)).as("named meanwhile").isZero();
        assertThat(open().find(TUMOUR, made.id())).hasValue(made);
        assertThat(open().read(blob("model").digest())).isPresent();
    }

    @Test
    void whatIsSealedAgainHasItsGraceAnewToo() throws Exception {
        var releases = open();
        var made = make(releases, 1, "model");
        releases.forget(TUMOUR, made.id());
        sweep(releases, 0);
        releases.seal(made.manifest());
        assertThat(sweep(releases, 999)).isZero();
        releases.remember(made);
        assertThat(releases.read(blob("model").digest())).isPresent();
    }

    /// After so many seconds, with a grace of a minute.
    private static long sweep(Releases releases, int seconds, Digest... named) throws IOException {
        return releases.sweep(
                Samples.NOON.plusSeconds(seconds), Duration.ofMinutes(1), Set.of(named));
    }

    /// Stores, seals and remembers a release of the tumour service.
    protected static Release make(Releases releases, int number, String model) throws IOException {
        releases.store(in(model));
        var made = release(TUMOUR, number, blob(model), releases.seal(manifest(blob(model))));
        releases.remember(made);
        return made;
    }

    private static Release said(Release release, ReleaseId id, String label) {
        return new Release(
                release.service(),
                id,
                release.manifest(),
                Optional.of(label),
                release.annotations(),
                release.evidence(),
                release.at(),
                release.by());
    }

    private static Release with(Release release, Blob golden, Blob rows) {
        var known = release.evidence();
        return new Release(
                release.service(),
                release.id(),
                release.manifest(),
                release.label(),
                release.annotations(),
                new OfflineEvidence(
                        known.dataset(),
                        known.metrics(),
                        Optional.of(golden),
                        true,
                        Optional.of(rows),
                        known.ranges()),
                release.at(),
                release.by());
    }

    /// Manifests of which no two serve the same.
    private static List<Manifest> variants() {
        var p = Samples.parts(blob("model"));
        var features = blob("features");
        var config =
                new Parts.Config(
                        Duration.ofSeconds(1),
                        .5,
                        Optional.empty(),
                        new TreeMap<>(Map.of("a", "1")));
        var stricter =
                new Parts.Config(Duration.ofSeconds(2), .5, Optional.empty(), new TreeMap<>());
        var batched = new Parts.Config(Duration.ofSeconds(1), .5, Optional.of(8), new TreeMap<>());
        var threaded = new Parts.Runtime("onnxruntime", Optional.empty(), 2, Optional.empty());
        var shared = new Parts.Features.Shared(new ComponentId("table", "v1"), features);
        var shared2 = new Parts.Features.Shared(new ComponentId("table", "v2"), features);
        var graph = new Parts.Features.Graph(features);
        var before = new Parts.Preprocessing.Graph(features);
        var narrow = new lastgood.core.release.Schema(p.schema().inputs(), List.of());
        var none = Requires.NOTHING;
        var some = new Requires(new TreeMap<>(Map.of("table", List.of("v1"))));
        return List.of(
                new Manifest(p, none),
                new Manifest(p, some),
                manifest(blob("other model")),
                new Manifest(
                        with(p, graph, p.preprocessing(), p.schema(), p.runtime(), p.config()),
                        none),
                new Manifest(
                        with(p, shared, p.preprocessing(), p.schema(), p.runtime(), p.config()),
                        none),
                new Manifest(
                        with(p, shared2, p.preprocessing(), p.schema(), p.runtime(), p.config()),
                        none),
                new Manifest(
                        with(p, p.features(), before, p.schema(), p.runtime(), p.config()), none),
                new Manifest(
                        with(p, p.features(), p.preprocessing(), narrow, p.runtime(), p.config()),
                        none),
                new Manifest(
                        with(p, p.features(), p.preprocessing(), p.schema(), threaded, p.config()),
                        none),
                new Manifest(
                        with(p, p.features(), p.preprocessing(), p.schema(), p.runtime(), config),
                        none),
                new Manifest(
                        with(p, p.features(), p.preprocessing(), p.schema(), p.runtime(), stricter),
                        none),
                new Manifest(
                        with(p, p.features(), p.preprocessing(), p.schema(), p.runtime(), batched),
                        none),
                with(p, program("serve", "m", "a.pkl", "a.py", features, "", 1)),
                with(p, program("serve!", "m", "a.pkl", "a.py", features, "", 1)),
                with(p, program("serve", "n", "a.pkl", "a.py", features, "", 1)),
                with(p, program("serve", "m", "b.pkl", "a.py", features, "", 1)),
                with(p, program("serve", "m", "a.pkl", "b.py", features, "", 1)),
                with(p, program("serve", "m", "a.pkl", "a.py", p.model().graph(), "", 1)),
                with(p, program("serve", "m", "a.pkl", "a.py", features, "fast", 1)),
                with(p, program("serve", "m", "a.pkl", "a.py", features, "", 2)));
    }

    private static Program program(
            String command,
            String name,
            String modelFile,
            String path,
            Blob file,
            String mode,
            int seconds) {
        return new Program(
                command,
                name,
                modelFile,
                List.of(new Program.Entry(path, file)),
                new TreeMap<>(Map.of("MODE", mode)),
                Duration.ofSeconds(seconds));
    }

    private static Manifest with(Parts p, Program program) {
        return new Manifest(
                with(
                        p,
                        p.features(),
                        p.preprocessing(),
                        p.schema(),
                        Parts.Runtime.of(program),
                        p.config()),
                Requires.NOTHING);
    }

    private static Parts with(
            Parts parts,
            Parts.Features features,
            Parts.Preprocessing preprocessing,
            lastgood.core.release.Schema schema,
            Parts.Runtime runtime,
            Parts.Config config) {
        return new Parts(parts.model(), features, preprocessing, schema, runtime, config);
    }
}
