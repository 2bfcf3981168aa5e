package lastgood.core.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import lastgood.core.release.Manifest;
import lastgood.core.release.Parts;

/// What a release serves with where everybody reads one version of a shared part: that version, if the release was tested
/// with it, in the place of the one it was made with.
///
/// A release that was not is left as it was made. It serves so only where a gateway has gone back to it by itself, and
/// until the component has followed.
public final class Binding {
    private Binding() {}

    /// @param live by component: the version that everybody reads
    public static Manifest bind(Manifest manifest, SortedMap<String, Component> live) {
        var parts = manifest.parts();
        var bound =
                new Parts(
                        parts.model(),
                        features(manifest, live),
                        parts.preprocessing(),
                        parts.schema(),
                        parts.runtime(),
                        config(manifest, live));
        return bound.equals(parts) ? manifest : new Manifest(bound, manifest.requires());
    }

    /// The version that a release reads.
    ///
    /// @param own the one it was made with
    /// @param accepted those it was tested with
    /// @param live the one that everybody reads, if there is one
    public static String version(String own, List<String> accepted, Optional<String> live) {
        return live.filter(accepted::contains).orElse(own);
    }

    private static Parts.Features features(Manifest manifest, Map<String, Component> live) {
        var own = manifest.parts().features();
        return own.shared()
                .flatMap(used -> instead(manifest, used, live))
                .flatMap(c -> inPlaceOf(own, c))
                .orElse(own);
    }

    private static Optional<Parts.Features> inPlaceOf(Parts.Features own, Component live) {
        return switch (own) {
            case Parts.Features.Shared _ ->
                    live.content().map(graph -> new Parts.Features.Shared(live.id(), graph));
            case Parts.Features.Lookup _ ->
                    live.lookup().map(lookup -> new Parts.Features.Lookup(live.id(), lookup));
            case Parts.Features.External _ -> Optional.of(new Parts.Features.External(live.id()));
            case Parts.Features.None _, Parts.Features.Graph _ -> Optional.empty();
        };
    }

    private static Parts.Config config(Manifest manifest, Map<String, Component> live) {
        var own = manifest.parts().config();
        return own.component()
                .flatMap(used -> instead(manifest, used, live))
                .flatMap(c -> c.config().map(config -> config.in(c.id())))
                .orElse(own);
    }

    /// The live version, where it is another one that the release accepts.
    private static Optional<Component> instead(
            Manifest manifest, ComponentId used, Map<String, Component> live) {
        return Optional.ofNullable(live.get(used.name()))
                .filter(c -> !c.id().equals(used))
                .filter(c -> manifest.requires().accepted(used).contains(c.id().version()));
    }
}
