package lastgood.core.rollback;

import static lastgood.core.rollback.Shelf.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lastgood.core.port.Samples;
import lastgood.core.release.PartName;
import lastgood.core.release.Parts;
import org.junit.jupiter.api.Test;

/// `rollback --only PART`: live's stack with one part of an older release.
class MixTest {
    private static final Shelf R1 = release(1);
    private static final Shelf R3 =
            release(3)
                    .model("model-v2.onnx")
                    .features("tumour-features", "v2")
                    .requires("tumour-features", "v2");

    @Test
    void exactlyOnePartIsTheTargets() {
        var live =
                release(3)
                        .model("m3")
                        .features("f", "v3")
                        .preprocessing("p3")
                        .inputs("X3")
                        .threads(3)
                        .decisionThreshold(.3)
                        .get();
        var target =
                release(1)
                        .model("m1")
                        .features("f", "v1")
                        .preprocessing("p1")
                        .inputs("X1")
                        .threads(1)
                        .decisionThreshold(.1)
                        .get();
        for (var only : PartName.values()) {
            var mixed = Mix.of(live, target, only).manifest().parts().described();
            for (var part : PartName.values()) {
                var from = part == only ? target : live;
                assertThat(mixed.get(part)).isEqualTo(from.parts().described().get(part));
            }
        }
    }

    @Test
    void theTrapIsNamedByItsPair() {
        assertThat(conflicts(R3, R1, PartName.MODEL))
                .containsExactly(
                        "the model of r1 requires tumour-features [v1], but r3's stack has tumour-features@v2");
    }

    @Test
    void soIsItTheOtherWayRound() {
        assertThat(conflicts(R3, R1, PartName.FEATURES))
                .containsExactly(
                        "the model of r3 requires tumour-features [v2], but r1's stack has tumour-features@v1");
    }

    @Test
    void withoutAnEntryAReleaseAcceptsTheVersionItUsesAndNoOther() {
        assertThat(conflicts(R3, R1.requires("other", "v9"), PartName.MODEL)).hasSize(1);
        assertThat(conflicts(R3, R1.features("tumour-features", "v2"), PartName.MODEL)).isEmpty();
    }

    @Test
    void aReleaseThatListsTheVersionFits() {
        var tolerant = R1.requires("tumour-features", "v1", "v2");
        assertThat(conflicts(R3, tolerant, PartName.MODEL)).isEmpty();
        assertThat(
                        Mix.of(R3.get(), tolerant.get(), PartName.MODEL)
                                .manifest()
                                .requires()
                                .versions())
                .isEqualTo(Map.of("tumour-features", List.of("v1", "v2")));
    }

    @Test
    void aListDoesNotContainTheVersionInUseByItself() {
        var strange = R1.requires("tumour-features", "v7");
        assertThat(conflicts(R3, strange, PartName.MODEL))
                .containsExactly(
                        "the model of r1 requires tumour-features [v7], but r3's stack has tumour-features@v2");
    }

    @Test
    void aComponentThatWouldBeMissingIsAConflict() {
        var own = new Parts.Features.Graph(Samples.blob("own.onnx"));
        assertThat(conflicts(R3.features(own), R1, PartName.MODEL))
                .containsExactly(
                        "the model of r1 requires tumour-features [v1], but r3's stack has none of it");
        assertThat(conflicts(R3, R1.features("mri-features", "v1"), PartName.FEATURES))
                .containsExactly(
                        "the model of r3 requires tumour-features [v2], but r1's stack has none of it");
    }

    @Test
    void aComponentThatAReleaseOnlyListsIsNotMissed() {
        var none = new Parts.Features.None();
        var lists = R1.features(none).requires("tumour-features", "v1");
        assertThat(conflicts(R3.features(none), lists.model("m1"), PartName.MODEL)).isEmpty();
        assertThat(conflicts(R3, lists, PartName.MODEL))
                .containsExactly(
                        "the model of r1 requires tumour-features [v1], but r3's stack has tumour-features@v2");
    }

    @Test
    void whereNothingIsDeclaredNothingSpeaksAgainstIt() {
        var none = new Parts.Features.None();
        var own = new Parts.Features.Graph(Samples.blob("own.onnx"));
        assertThat(conflicts(R3, R1.features(none), PartName.MODEL)).isEmpty();
        assertThat(conflicts(release(3).features(own), R1.features(none), PartName.FEATURES))
                .isEmpty();
    }

    @Test
    void preprocessingReadsFeaturesToo() {
        assertThat(conflicts(R3, R1.preprocessing("p1"), PartName.PREPROCESSING))
                .containsExactly(
                        "the preprocessing of r1 requires tumour-features [v1], but r3's stack has tumour-features@v2");
        assertThat(conflicts(R3.preprocessing("p3"), R1, PartName.PREPROCESSING)).isEmpty();
    }

    @Test
    void aReleaseSpeaksOnceForAllItsParts() {
        assertThat(conflicts(R3.preprocessing("p3"), R1, PartName.FEATURES)).hasSize(1);
    }

    @Test
    void schemaRuntimeAndConfigReadNoFeatures() {
        assertThat(conflicts(R3, R1.inputs("Z"), PartName.SCHEMA)).isEmpty();
        assertThat(conflicts(R3, R1.threads(4), PartName.RUNTIME)).isEmpty();
        assertThat(conflicts(R3, R1.decisionThreshold(.4), PartName.CONFIG)).isEmpty();
    }

    @Test
    void thePartThatStaysBehindTakesItsRequirementsWithIt() {
        var r1 = R1.requires("tumour-features", "v1", "v2").threads(4);
        var live = R3.requires("tumour-features", "v2", "v3");

        assertThat(requires(live, r1, PartName.MODEL))
                .isEqualTo(Map.of("tumour-features", List.of("v1", "v2")));
        assertThat(requires(live, r1, PartName.RUNTIME))
                .isEqualTo(Map.of("tumour-features", List.of("v2", "v3")));
        assertThat(requires(live, r1, PartName.FEATURES))
                .isEqualTo(Map.of("tumour-features", List.of("v2", "v3")));
        assertThat(requires(live, release(1).threads(4), PartName.MODEL)).isEmpty();
    }

    @Test
    void twoReadersAcceptWhatBothAccept() {
        var r1 = R1.requires("tumour-features", "v1", "v2").preprocessing("p1");
        var live = R3.requires("tumour-features", "v2", "v3");
        assertThat(requires(live, r1, PartName.PREPROCESSING))
                .isEqualTo(Map.of("tumour-features", List.of("v2")));

        var unlisted = R1.features("tumour-features", "v2").preprocessing("p1");
        assertThat(requires(live, unlisted, PartName.PREPROCESSING))
                .isEqualTo(Map.of("tumour-features", List.of("v2")));
        var stranger = R1.features(new Parts.Features.None()).preprocessing("p1");
        assertThat(requires(live, stranger, PartName.PREPROCESSING))
                .isEqualTo(Map.of("tumour-features", List.of("v2", "v3")));
    }

    @Test
    void aMixThatFitsAcceptsItsOwnFeatures() {
        var r1 = R1.requires("tumour-features", "v1", "v2").preprocessing("p1");
        for (var only : PartName.values()) {
            var mix = Mix.of(R3.get(), r1.get(), only);
            var used = mix.manifest().parts().features().shared().orElseThrow();
            boolean accepts = mix.manifest().requires().accepted(used).contains(used.version());
            assertThat(accepts || !mix.conflicts().isEmpty()).as(only.text()).isTrue();
        }
    }

    @Test
    void aPartThatIsTheSameChangesNothing() {
        assertThat(conflicts(R3, R1, PartName.RUNTIME))
                .containsExactly("r1 has the same runtime as r3: nothing would change");
    }

    private static List<String> conflicts(Shelf live, Shelf target, PartName only) {
        return Mix.of(live.get(), target.get(), only).conflicts();
    }

    private static Map<String, List<String>> requires(Shelf live, Shelf target, PartName only) {
        return Mix.of(live.get(), target.get(), only).manifest().requires().versions();
    }
}
