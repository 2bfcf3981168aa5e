package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Standby;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What it takes for a release to stand by.
class StandbyTest {
    private static final String GOLDEN =
            new String(Drafts.resource("tumour/golden-v1.ndjson"), StandardCharsets.UTF_8);

    private final House house = new House(s -> s.prepareWithin = Duration.ofSeconds(3));

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aReleaseIsReadyOnceItHasAnsweredItsGoldenRows() {
        var release = tumour("tumour/model-v1.onnx").golden(GOLDEN).release();

        assertThat(house.gateway.standby().isReady(release.service(), release.id())).isFalse();
        assertThat(prepare(release)).isEqualTo(Outcome.done(release.id()));
        assertThat(house.gateway.standby().isReady(release.service(), release.id())).isTrue();
        assertThat(prepare(release)).isEqualTo(Outcome.done(release.id()));
        assertThat(house.gateway.stats().loaded()).isEqualTo(1);
    }

    @Test
    void aReleaseWithThreeGraphsRunsThemInARow() {
        var release =
                house.ready(
                        house.drafts.of(
                                "six",
                                1,
                                "models/times2.onnx",
                                "models/y-to-x.onnx",
                                "models/times3.onnx"));
        house.settle(release);

        assertThat(house.infer("six", House.x(1, 2)).body()).contains("\"data\":[6.0,12.0]");
    }

    @Test
    void aReleaseThatAnswersItsGoldenRowsOtherwiseIsNotReady() {
        var release = tumour("tumour/model-v2.onnx").golden(GOLDEN).release();

        var problem = refused(release);

        assertThat(problem.code()).isEqualTo(Code.NOT_PREPARED);
        assertThat(problem.why())
                .singleElement()
                .asString()
                .matches("golden row \\d: output '.+' value \\d is .+, expected .+");
        assertThat(house.gateway.standby().isReady(release.service(), release.id())).isFalse();
        assertThat(
                        house.gateway
                                .routes()
                                .pin(
                                        new Route(
                                                release.service(),
                                                1,
                                                new Route.Split.Settled(release.id()))))
                .isInstanceOf(RouteBoard.Pinned.NotReady.class);
    }

    /// A way back must need no disk.
    @Test
    void whatIsReadyIsReadyAgainWhateverBecameOfItsBytes() {
        var usual = Drafts.unsaid();
        var draft = house.drafts.of("two", 1, "models/times2.onnx");
        var release = house.ready(draft, usual, Standby.Footing.PROVEN);

        house.blobs.damage(release.parts().model().graph());

        assertThat(house.gateway.standby().prepare(release, usual, Standby.Footing.PROVEN))
                .isEqualTo(Outcome.done(release.id()));
        assertThat(house.gateway.stats().processes()).as("it stays where it is").isZero();
    }

    @Test
    void aReleaseThatHangsOnItsGoldenRowsIsNotReadyAndHoldsNobodyUp() {
        var release =
                house.drafts
                        .of("hang", 1, "models/hang.onnx")
                        .golden("{\"inputs\":{\"X\":[1e9,1]}}")
                        .release();

        assertThat(refused(release).why())
                .singleElement()
                .asString()
                .contains("did not answer its golden rows within");
    }

    @Test
    void aReleaseWhoseAnswerIsNotFiniteIsNotReady() {
        var release =
                house.drafts
                        .of("log", 1, "models/log.onnx")
                        .golden("{\"inputs\":{\"X\":[-1,1]}}")
                        .release();

        assertThat(refused(release).why())
                .singleElement()
                .asString()
                .contains("output 'Y' holds NaN");
    }

    @Test
    void damagedBytesAreNeverLoaded() {
        var draft = tumour("tumour/model-v1.onnx");
        var release = draft.release();
        house.blobs.damage(release.parts().model().graph());

        assertThat(refused(release).code()).isEqualTo(Code.BLOB_DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "external-initializer",
                "external-attribute",
                "external-subgraph",
                "external-function"
            })
    void tensorsInAnotherFileAreRefusedWhereverTheyHide(String model) {
        var release = withModel(Drafts.resource("models/" + model + ".onnx"));

        var problem = refused(release);

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.what()).contains("external data");
    }

    /// Cut off right behind a whole field it is another, whole model: here one that lacks an opset nobody uses. That is
    /// what digests and golden rows are for.
    @Test
    void aModelThatIsCutOffIsRefused() {
        var whole = Drafts.resource("models/times2.onnx");
        int unusedOpset = 16;
        for (int length = 0; length < whole.length; length++) {
            if (length != whole.length - unusedOpset) {
                var problem = refused(withModel(java.util.Arrays.copyOf(whole, length)));

                assertThat(problem.code())
                        .as("%d bytes of %d", length, whole.length)
                        .isEqualTo(Code.INVALID_RELEASE);
            }
        }
    }

    @Test
    void whatIsNoModelIsRefused() {
        for (var bytes :
                new byte[][] {
                    "hello".getBytes(StandardCharsets.UTF_8),
                    new byte[1000],
                    Drafts.resource("tumour/golden-v1.ndjson")
                }) {
            assertThat(refused(withModel(bytes)).what()).contains("no ONNX model");
        }
    }

    @Test
    void graphsThatDoNotFitTheSchemaAreRefused() {
        var tumour = tumour("tumour/model-v1.onnx").parts().schema();
        var release = house.drafts.of("wine", 1, "wine/better.onnx").schema(tumour).release();

        var problem = refused(release);

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.why())
                .anyMatch(why ->
                        why.equals(
                                "the schema names input measurements FP32 [-1, 30], which the graphs do not have"))
                .anyMatch(why ->
                        why.equals(
                                "the graphs take X FP32 [-1, 13], which the schema does not name"));
    }

    @Test
    void anotherRuntimeThanTheEmbeddedOneIsRefused() {
        var right =
                house.drafts.of("two", 1, "models/times2.onnx").runtimeVersion("1.29").release();
        var wrong = house.drafts.of("two", 2, "models/times2.onnx").runtimeVersion("1.2").release();

        assertThat(prepare(right)).isEqualTo(Outcome.done(right.id()));
        assertThat(refused(wrong).what()).contains("wants onnxruntime 1.2, embedded is 1.29");
    }

    @Test
    void whatIsNotKeptIsLetGoOf() {
        var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var r2 = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));
        var r3 = house.ready(house.drafts.of("two", 3, "models/times3.onnx"));
        house.settle(r1);

        house.gateway.standby().keep(r1.service(), Set.of(r2.id()));

        assertThat(house.gateway.standby().isReady(r1.service(), r1.id()))
                .as("live stays")
                .isTrue();
        assertThat(house.gateway.standby().isReady(r1.service(), r2.id())).isTrue();
        assertThat(house.gateway.standby().isReady(r1.service(), r3.id())).isFalse();
        assertThat(house.gateway.stats().loaded()).isEqualTo(2);
    }

    private Drafts.Draft tumour(String model) {
        return house.drafts.of("tumour", 1, "tumour/features-v1.onnx", model);
    }

    private Release withModel(byte[] bytes) {
        var whole = house.drafts.of("two", 1, "models/times2.onnx").release();
        var parts = whole.parts();
        var model = new Parts.Model(house.blobs.put("model.onnx", bytes));
        var changed =
                new Parts(
                        model,
                        parts.features(),
                        parts.preprocessing(),
                        parts.schema(),
                        parts.runtime(),
                        parts.config());
        return new Release(
                whole.service(),
                whole.id(),
                new lastgood.core.release.Manifest(changed, whole.manifest().requires()),
                whole.label(),
                whole.annotations(),
                whole.evidence(),
                whole.at(),
                whole.by());
    }

    private Outcome<ReleaseId> prepare(Release release) {
        return house.gateway.standby().prepare(release, Drafts.CLASSIFIER, Standby.Footing.PROVEN);
    }

    private Problem refused(Release release) {
        return switch (prepare(release)) {
            case Outcome.Done<ReleaseId>(var id) -> throw new AssertionError(id + " is ready");
            case Outcome.Refused<ReleaseId>(var problem) -> problem;
        };
    }
}
