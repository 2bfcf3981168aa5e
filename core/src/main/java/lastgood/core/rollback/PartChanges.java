package lastgood.core.rollback;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.core.release.Blob;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.rollback.Plan.Change;
import lastgood.core.stack.ComponentId;

/// What differs between two releases of a service, part by part.
public final class PartChanges {
    private PartChanges() {}

    /// Whether a part is the same on both sides: by its bytes, whatever its file was called.
    public static boolean same(Release a, Release b, PartName part) {
        var x = a.parts();
        var y = b.parts();
        return switch (part) {
            case MODEL -> x.model().graph().digest().equals(y.model().graph().digest());
            case FEATURES ->
                    x.features().shared().equals(y.features().shared())
                            && x.features()
                                    .blob()
                                    .map(Blob::digest)
                                    .equals(y.features().blob().map(Blob::digest));
            case PREPROCESSING ->
                    x.preprocessing()
                            .blob()
                            .map(Blob::digest)
                            .equals(y.preprocessing().blob().map(Blob::digest));
            case SCHEMA -> x.schema().equals(y.schema());
            case RUNTIME -> x.runtime().equals(y.runtime());
            case CONFIG -> x.config().equals(y.config());
        };
    }

    /// First what was asked for, then who comes along, then what they share.
    static List<Change> of(Optional<Along.Move> asked, Along along) {
        var restored =
                along.components().stream()
                        .map(Change.OfComponent::component)
                        .collect(Collectors.toSet());
        return Stream.concat(
                        Stream.concat(asked.stream(), along.services().stream())
                                .flatMap(move -> of(move, restored)),
                        along.components().stream())
                .toList();
    }

    static List<String> stays(Along.Move move) {
        return Arrays.stream(PartName.values())
                .filter(part -> same(move.from(), move.to(), part))
                .map(PartName::text)
                .toList();
    }

    /// The service as a whole, and each part that differs.
    private static Stream<Change> of(Along.Move move, Set<String> restored) {
        var from = move.from();
        var to = move.to();
        return Stream.concat(
                Stream.of(
                        new Change.OfPart(
                                from.service(),
                                "release",
                                from.id().name(),
                                to.id().name(),
                                "switch")),
                Arrays.stream(PartName.values())
                        .filter(part -> !same(from, to, part))
                        .map(part -> change(from, to, part, restored)));
    }

    private static Change change(Release from, Release to, PartName part, Set<String> restored) {
        var was = shared(from, part);
        var is = shared(to, part);
        boolean pinned = was.isPresent() && is.isPresent();
        var action = pinned ? "pin" : "switch";
        if (pinned && restored.contains(is.get().name())) {
            action = "restore";
        }
        boolean byName = pinned && part == PartName.FEATURES;
        return new Change.OfPart(
                from.service(),
                part.text(),
                byName ? was.get().toString() : described(from, part),
                byName ? is.get().toString() : described(to, part),
                action);
    }

    private static Optional<ComponentId> shared(Release release, PartName part) {
        return switch (part) {
            case FEATURES -> release.parts().features().shared();
            case CONFIG -> release.parts().config().component();
            case MODEL, PREPROCESSING, SCHEMA, RUNTIME -> Optional.empty();
        };
    }

    private static String described(Release release, PartName part) {
        return release.parts().described().getOrDefault(part, "");
    }
}
