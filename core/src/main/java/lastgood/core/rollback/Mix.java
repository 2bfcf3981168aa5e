package lastgood.core.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import lastgood.core.release.Manifest;
import lastgood.core.release.PartName;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;

/// Live's stack with one part of an older release: what `rollback --only PART` asks for.
///
/// What a release requires is required by those of its parts that read features: the model and the preprocessing. They
/// bring it along into the mix, and leave it behind where they stay behind.
///
/// @param conflicts the pairs that do not fit by what the releases declare; empty: nothing declared speaks against it
public record Mix(Manifest manifest, List<String> conflicts) {
    public Mix {
        conflicts = List.copyOf(conflicts);
    }

    /// A release whose `part` reads features in the mix.
    private record Reader(String part, Release owner) {}

    public static Mix of(Release live, Release target, PartName only) {
        var parts = parts(live.parts(), target.parts(), only);
        var readers = readers(live, target, only);
        var features = only == PartName.FEATURES ? target : live;
        var conflicts = new ArrayList<String>();
        if (PartChanges.same(live, target, only)) {
            conflicts.add(
                    target.id()
                            + " has the same "
                            + only.text()
                            + " as "
                            + live.id()
                            + ": nothing would change");
        }
        for (var reader : readers) {
            if (!reader.owner().equals(features)) {
                conflicts.addAll(refusals(reader, features));
            }
        }
        return new Mix(new Manifest(parts, requires(readers)), conflicts);
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

    /// Each release once, by the first of its parts that reads.
    private static List<Reader> readers(Release live, Release target, PartName only) {
        var model = new Reader("model", only == PartName.MODEL ? target : live);
        var owner = only == PartName.PREPROCESSING ? target : live;
        boolean another =
                owner.parts().preprocessing().blob().isPresent() && !owner.equals(model.owner());
        return another ? List.of(model, new Reader("preprocessing", owner)) : List.of(model);
    }

    /// Every component that the reader's release uses or names, against what the mix has of it.
    private static List<String> refusals(Reader reader, Release features) {
        var refusals = new ArrayList<String>();
        for (var name : reader.owner().manifest().components()) {
            var accepted = reader.owner().manifest().accepted(name).orElseThrow();
            var there = features.manifest().used(name);
            boolean fits =
                    there.map(t -> accepted.contains(t.version()))
                            .orElse(reader.owner().manifest().used(name).isEmpty());
            if (!fits) {
                refusals.add(
                        "the "
                                + reader.part()
                                + " of "
                                + reader.owner().id()
                                + " requires "
                                + name
                                + " "
                                + accepted
                                + ", but "
                                + features.id()
                                + "'s stack has "
                                + there.map(ComponentId::toString).orElse("none of it"));
            }
        }
        return refusals;
    }

    /// What each reader's release lists; where two know a component, only what both accept.
    private static Requires requires(List<Reader> readers) {
        var both = new TreeMap<String, List<String>>();
        var listed =
                readers.stream()
                        .flatMap(r -> r.owner().manifest().requires().versions().keySet().stream())
                        .distinct()
                        .toList();
        for (var name : listed) {
            readers.stream()
                    .flatMap(r -> r.owner().manifest().accepted(name).stream())
                    .reduce((a, b) -> a.stream().filter(b::contains).toList())
                    .ifPresent(versions -> both.put(name, versions));
        }
        return new Requires(both);
    }
}
