package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.Lookup;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parcel;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.RegistryRef;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;
import org.junit.jupiter.api.Test;

/// What every registry promises.
public abstract class RegistryContract {
    /// The same registry for every store of this test.
    protected abstract Registry registry(Releases store) throws Exception;

    /// An empty store of a server of its own.
    protected abstract Releases store() throws Exception;

    /// Damages what a store keeps, behind its back.
    protected abstract void damage(Releases store, Digest digest) throws Exception;

    /// @param repositoryAndTag `models/tumour:r1`
    protected abstract RegistryRef ref(String repositoryAndTag) throws Exception;

    @Test
    void aReleaseArrivesAsItWasSent() throws Exception {
        var here = store();
        var parcel = full(here);
        done(registry(here).push(parcel, ref("models/tumour:r1")));
        var there = store();

        var arrived = done(registry(there).pull(ref("models/tumour:r1")));

        assertThat(arrived).isEqualTo(parcel);
        assertThat(there.seal(arrived.manifest())).isEqualTo(parcel.release());
        for (var name : List.of("model", "features", "preprocessing", "golden", "rows")) {
            assertThat(there.read(blob(name).digest())).as(name).hasValue(bytes(name));
        }
    }

    @Test
    void aReleaseWhoseFeaturesAreLookedUpArrivesWithWhatItLooksUp() throws Exception {
        var here = store();
        here.store(in("model"));
        var p = Samples.parts(blob("model"));
        var lookup = new Lookup("id", Datatype.BYTES, List.of("b", "a"), List.of("a"));
        var looksUp =
                new Manifest(
                        new Parts(
                                p.model(),
                                new Parts.Features.Lookup(new ComponentId("table", "v1"), lookup),
                                p.preprocessing(),
                                p.schema(),
                                p.runtime(),
                                p.config()),
                        Requires.NOTHING);
        var plain = plain(here, "model");
        var parcel =
                new Parcel(
                        here.seal(looksUp),
                        looksUp,
                        plain.service(),
                        plain.label(),
                        plain.annotations(),
                        plain.evidence(),
                        plain.signatures());
        done(registry(here).push(parcel, ref("models/tumour:r1")));
        var there = store();

        var arrived = done(registry(there).pull(ref("models/tumour:r1")));

        assertThat(arrived).isEqualTo(parcel);
        assertThat(there.seal(arrived.manifest())).isEqualTo(parcel.release());
    }

    @Test
    void aReleaseOfWhichLittleIsKnownArrivesAsWell() throws Exception {
        var here = store();
        var parcel = plain(here, "model");
        done(registry(here).push(parcel, ref("models/tumour:r1")));
        var there = store();

        var arrived = done(registry(there).pull(ref("models/tumour:r1")));

        assertThat(arrived).isEqualTo(parcel);
        assertThat(there.seal(arrived.manifest())).isEqualTo(parcel.release());
    }

    @Test
    void aReleaseThatIsServedByAProgramBringsItsFiles() throws Exception {
        var here = store();
        var parcel = served(here);
        done(registry(here).push(parcel, ref("models/tumour:r1")));
        var there = store();

        var arrived = done(registry(there).pull(ref("models/tumour:r1")));

        assertThat(arrived.manifest()).isEqualTo(parcel.manifest());
        assertThat(there.seal(arrived.manifest())).isEqualTo(parcel.release());
        assertThat(there.read(blob("server").digest())).hasValue(bytes("server"));
    }

    @Test
    void whatIsThereIsNotSentAgain() throws Exception {
        var here = store();
        var parcel = full(here);
        var first = done(registry(here).push(parcel, ref("models/tumour:r1")));
        var second = done(registry(here).push(parcel, ref("models/tumour:again")));

        assertThat(first.sent()).isPositive();
        assertThat(first.bytes()).isPositive();
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.sent()).isZero();
        assertThat(second.bytes()).isZero();
        assertThat(second.there()).isEqualTo(first.sent() + first.there());
    }

    @Test
    void theSameReleaseIsFoundByTheDigestThatThePushAnswered() throws Exception {
        var here = store();
        var parcel = full(here);
        var sent = done(registry(here).push(parcel, ref("models/tumour:r1")));
        done(registry(here).push(plain(here, "model"), ref("models/tumour:r1")));

        var pinned = ref("models/tumour:r1").at(sent.digest());

        assertThat(done(registry(store()).pull(pinned))).isEqualTo(parcel);
        assertThat(done(registry(store()).pull(ref("models/tumour:r1"))).release())
                .isNotEqualTo(parcel.release());
    }

    @Test
    void aCopyIsTheSameByItsDigest() throws Exception {
        var here = store();
        var parcel = full(here);
        var sent = done(registry(here).push(parcel, ref("models/tumour:r1")));
        var other = store();

        var copied = done(registry(other).copy(ref("models/tumour:r1"), ref("safe/tumour:good")));

        assertThat(copied.digest()).isEqualTo(sent.digest());
        assertThat(other.size(blob("model").digest())).as("nothing is kept here").isEmpty();
        assertThat(done(registry(store()).pull(ref("safe/tumour:good")))).isEqualTo(parcel);
    }

    @Test
    void theModelOfAReleaseCanBeTakenAlone() throws Exception {
        var here = store();
        done(registry(here).push(full(here), ref("models/tumour:r1")));
        done(registry(here).copy(ref("models/tumour:r1"), ref("safe/tumour:good")));

        for (var place :
                List.of(
                        "models/tumour:r1",
                        "models/tumour:r1-modelpack",
                        "safe/tumour:good-modelpack")) {
            var there = store();
            assertThat(done(registry(there).model(ref(place), "any.onnx")))
                    .isEqualTo(blob("model"));
            assertThat(there.read(blob("model").digest())).hasValue(bytes("model"));
        }
        assertThat(refused(registry(here).model(ref("models/nowhere:r1"), "any.onnx")))
                .isEqualTo(Code.NOT_IN_REGISTRY);
    }

    @Test
    void nothingComesFromWhereNothingLies() throws Exception {
        var store = store();
        assertThat(refused(registry(store).pull(ref("models/nowhere:r1"))))
                .isEqualTo(Code.NOT_IN_REGISTRY);
        assertThat(refused(registry(store).copy(ref("models/nowhere:r1"), ref("a/b:c"))))
                .isEqualTo(Code.NOT_IN_REGISTRY);
    }

    @Test
    void damagedBytesAreNeverSent() throws Exception {
        var here = store();
        var parcel = full(here);
        damage(here, blob("model").digest());

        assertThatThrownBy(() -> registry(here).push(parcel, ref("models/damaged:r1")))
                .isInstanceOf(Blobs.DamagedException.class);

        assertThat(refused(registry(store()).pull(ref("models/damaged:r1"))))
                .isEqualTo(Code.NOT_IN_REGISTRY);
    }

    protected static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem.toString());
        };
    }

    protected static Code refused(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?>(var problem)) {
            return problem.code();
        }
        throw new AssertionError("not refused: " + outcome);
    }

    /// A release of one model and nothing else, stored and sealed.
    public static Parcel plain(Releases store, String model) throws IOException {
        store.store(in(model));
        var manifest = Samples.manifest(blob(model));
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

    /// A release with everything a release can have, stored and sealed.
    public static Parcel full(Releases store) throws IOException {
        for (var name : List.of("model", "features", "preprocessing", "golden", "rows")) {
            store.store(in(name));
        }
        var manifest =
                new Manifest(
                        parts(), new Requires(new TreeMap<>(Map.of("table", List.of("v1", "v2")))));
        return new Parcel(
                store.seal(manifest),
                manifest,
                Optional.of(TUMOUR),
                Optional.of("logreg-v1"),
                new TreeMap<>(Map.of("git", "0a1b2c", "ärger", "\"quoted\"")),
                evidence(blob("golden"), blob("rows")),
                List.of("{\"payload\": \"e30=\"}", "{}"));
    }

    private static Parcel served(Releases store) throws IOException {
        store.store(in("model"));
        store.store(in("server"));
        var plain = Samples.manifest(blob("model"));
        var p = plain.parts();
        var program =
                new Program(
                        "python3 lib/server.py {port}",
                        "tumour",
                        "model",
                        List.of(new Program.Entry("lib/server.py", blob("server"))),
                        new TreeMap<>(Map.of("MODE", "fast")),
                        java.time.Duration.ofSeconds(7));
        var manifest =
                new Manifest(
                        new Parts(
                                p.model(),
                                p.features(),
                                p.preprocessing(),
                                p.schema(),
                                Parts.Runtime.of(program),
                                p.config()),
                        plain.requires());
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

    private static Parts parts() {
        var column =
                new Column(
                        "mean radius",
                        Optional.of("mm"),
                        Optional.of(-0.1),
                        Optional.of(1e30),
                        List.of("1", "2"),
                        true);
        var schema =
                new Schema(
                        List.of(
                                new TensorSpec(
                                        "X", Datatype.FP32, List.of(-1L, 1L), List.of(column))),
                        List.of(new TensorSpec("label", Datatype.INT64, List.of(-1L), List.of())));
        return new Parts(
                new Parts.Model(blob("model")),
                new Parts.Features.Shared(new ComponentId("table", "v1"), blob("features")),
                new Parts.Preprocessing.Graph(blob("preprocessing")),
                schema,
                new Parts.Runtime("onnxruntime", Optional.of("1.29"), 2, Optional.of("256Mi")),
                new Parts.Config(
                        java.time.Duration.ofMillis(1500),
                        0.3,
                        Optional.of(64),
                        new TreeMap<>(Map.of("a.b", "\"x\""))));
    }

    private static OfflineEvidence evidence(Blob golden, Blob rows) {
        return new OfflineEvidence(
                Optional.of("wdbc"),
                new TreeMap<>(Map.of("accuracy", 0.968)),
                Optional.of(golden),
                true,
                Optional.of(rows),
                List.of(new OfflineEvidence.Range("X", 0, "mean radius", 6.9, 28.1)));
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(bytes(text));
    }
}
