package lastgood.core.stack;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.port.Samples;
import lastgood.core.release.Datatype;
import lastgood.core.release.Lookup;
import lastgood.core.release.Manifest;
import lastgood.core.release.Parts;
import org.junit.jupiter.api.Test;

/// What a release serves with, depending on what everybody reads.
class BindingTest {
    private static final ComponentId V1 = new ComponentId("table", "v1");
    private static final ComponentId V2 = new ComponentId("table", "v2");

    @Test
    void aReleaseServesWithTheLiveVersionIfItWasTestedWithIt() {
        var bound = Binding.bind(using(V2, "v1", "v2"), live(graph(V1)));
        assertThat(bound.parts().features())
                .isEqualTo(new Parts.Features.Shared(V1, blob("table@v1")));
        assertThat(bound.requires()).isEqualTo(requires("v1", "v2"));
    }

    @Test
    void otherwiseItServesAsItWasMade() {
        var own = using(V2, "v2");
        assertThat(Binding.bind(own, live(graph(V1)))).isEqualTo(own);
        var same = using(V2, "v1", "v2");
        assertThat(Binding.bind(same, live(graph(V2)))).isEqualTo(same);
        assertThat(Binding.bind(same, new TreeMap<>())).isEqualTo(same);
    }

    @Test
    void whatIsLookedUpIsLookedUpAsTheLiveVersionSays() {
        var one = new Lookup("id", Datatype.INT64, List.of("a"), List.of());
        var two = new Lookup("id", Datatype.INT64, List.of("a", "b"), List.of("b"));
        var parts = Samples.parts(blob("model"));
        var manifest =
                new Manifest(
                        with(parts, new Parts.Features.Lookup(V2, two), parts.config()),
                        requires("v1", "v2"));
        assertThat(Binding.bind(manifest, live(table(V1, Optional.of(one)))).parts().features())
                .isEqualTo(new Parts.Features.Lookup(V1, one));
        assertThat(Binding.bind(manifest, live(table(V1, Optional.empty()))))
                .as("a version that cannot be looked up")
                .isEqualTo(manifest);
    }

    private static Component table(ComponentId id, Optional<Lookup> lookup) {
        return new Component(
                id,
                Component.FEATURES,
                Optional.empty(),
                Optional.empty(),
                Component.Lineage.UNSAID,
                Optional.empty(),
                lookup,
                NOON,
                ALICE);
    }

    @Test
    void aSharedConfigurationIsReadFromTheLiveVersionToo() {
        var limits2 = new ComponentId("limits", "v2");
        var limits1 = new ComponentId("limits", "v1");
        var parts = Samples.parts(blob("model"));
        var manifest =
                new Manifest(
                        with(parts, parts.features(), config(.7).in(limits2)),
                        new Requires(new TreeMap<>(Map.of("limits", List.of("v1", "v2")))));
        var shared =
                new Component(
                        limits1,
                        Component.CONFIG,
                        Optional.of(blob("limits")),
                        Optional.of(config(.4)),
                        Component.Lineage.UNSAID,
                        Optional.empty(),
                        NOON,
                        ALICE);
        assertThat(Binding.bind(manifest, live(shared)).parts().config())
                .isEqualTo(config(.4).in(limits1));
    }

    private static Manifest using(ComponentId used, String... accepted) {
        var parts = Samples.parts(blob("model"));
        var features = new Parts.Features.Shared(used, blob(used.toString()));
        return new Manifest(with(parts, features, parts.config()), requires(accepted));
    }

    private static Requires requires(String... accepted) {
        return new Requires(new TreeMap<>(Map.of("table", List.of(accepted))));
    }

    private static Parts with(Parts parts, Parts.Features features, Parts.Config config) {
        return new Parts(
                parts.model(),
                features,
                parts.preprocessing(),
                parts.schema(),
                parts.runtime(),
                config);
    }

    private static Parts.Config config(double threshold) {
        return new Parts.Config(
                Duration.ofSeconds(1), threshold, Optional.empty(), new TreeMap<>());
    }

    private static Component graph(ComponentId id) {
        return new Component(id, Component.FEATURES, blob(id.toString()), NOON, ALICE);
    }

    private static SortedMap<String, Component> live(Component component) {
        return new TreeMap<>(Map.of(component.id().name(), component));
    }
}
