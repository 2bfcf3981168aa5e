package lastgood.core.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Manifest;
import lastgood.core.release.PartName;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;

/// Live's stack with one part of an older release: what `rollback --only PART` asks for.
///
/// @param conflicts the pairs that do not fit by what the releases declare; empty: nothing declared speaks against it
public record Mix(Manifest manifest, List<String> conflicts) {
    public Mix {
        conflicts = List.copyOf(conflicts);
    }

    public static Mix of(Release live, Release target, PartName only) {
        var parts = parts(live.parts(), target.parts(), only);
        var conflicts = new ArrayList<String>();
        var used = parts.features().shared();
        if (used.isPresent()) {
            switch (only) {
                case MODEL, PREPROCESSING ->
                        refusal(target, only.text(), used.get()).ifPresent(conflicts::add);
                case FEATURES -> refusal(live, "model", used.get()).ifPresent(conflicts::add);
                case SCHEMA, RUNTIME, CONFIG -> {} // they do not read features
            }
        }
        return new Mix(new Manifest(parts, requires(live, target)), conflicts);
    }

    private static Parts parts(Parts live, Parts target, PartName only) {
        return new Parts(
                only == PartName.MODEL ? target.model() : live.model(),
                only == PartName.FEATURES ? target.features() : live.features(),
                only == PartName.PREPROCESSING ? target.preprocessing() : live.preprocessing(),
                only == PartName.SCHEMA ? target.schema() : live.schema(),
                only == PartName.RUNTIME ? target.runtime() : live.runtime(),
                only == PartName.CONFIG ? target.config() : live.config());
    }

    /// A release accepts the versions it lists, or else only the one it was made with.
    private static Optional<String> refusal(Release owner, String part, ComponentId used) {
        var own = owner.parts().features().shared();
        if (own.isEmpty()
                || !own.get().name().equals(used.name())
                || owner.manifest().requires().accepts(own.get(), used)) {
            return Optional.empty();
        }
        return Optional.of(
                part
                        + " of "
                        + owner.id()
                        + " requires "
                        + used.name()
                        + " "
                        + owner.manifest().requires().accepted(own.get())
                        + ", but would run on "
                        + used);
    }

    /// Both releases' declarations hold: a version must be accepted by each that names the component.
    private static Requires requires(Release live, Release target) {
        SortedMap<String, List<String>> both = new TreeMap<>(live.manifest().requires().versions());
        target.manifest()
                .requires()
                .versions()
                .forEach((name, versions) ->
                        both.merge(
                                name, versions, (a, b) -> a.stream().filter(b::contains).toList()));
        return new Requires(both);
    }
}
