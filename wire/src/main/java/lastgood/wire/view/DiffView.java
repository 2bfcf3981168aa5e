package lastgood.wire.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.release.fit.SchemaFit;

/// Two releases, part by part.
///
/// @param same the parts that are equal
/// @param breaks what callers of `from` would meet at `to`; empty: they need not change
public record DiffView(
        String service,
        String from,
        String to,
        List<Change> changes,
        List<String> same,
        List<Break> breaks) {

    public DiffView {
        changes = List.copyOf(changes);
        same = List.copyOf(same);
        breaks = List.copyOf(breaks);
    }

    /// @param part one of the six, `requires`, or `evidence`: what was measured offline
    /// @param key which line of the part, where it has several; null where it is one thing
    /// @param from null: not there before
    /// @param to null: no longer there
    public record Change(
            String part, Optional<String> key, Optional<String> from, Optional<String> to) {}

    /// @param side `request` or `answer`
    /// @param column null: it is about the tensor as a whole
    /// @param rule `new-input`, `dropped-input`, `dropped-output`, `datatype`, `shape`, `rows`, `column`, `unit`,
    ///     `range`, `values`, `nullable`
    /// @param sentence all of it, as people read it
    public record Break(
            String side,
            String tensor,
            Optional<String> column,
            String rule,
            String was,
            String is,
            String sentence) {}

    public static DiffView of(Release from, Release to) {
        return of(from, to, new TreeMap<>(), new TreeMap<>());
    }

    /// @param fromModel what its model file says of itself, by key
    /// @param toModel the same of the other
    public static DiffView of(
            Release from,
            Release to,
            SortedMap<String, String> fromModel,
            SortedMap<String, String> toModel) {
        var changes = new ArrayList<Change>();
        var same = new ArrayList<String>();
        for (var part : PartName.values()) {
            var was = PartLines.of(from.parts(), part);
            var is = PartLines.of(to.parts(), part);
            if (part == PartName.MODEL) {
                was.putAll(fromModel);
                is.putAll(toModel);
            }
            var found = changed(part, was, is);
            if (found.isEmpty()) {
                same.add(part.text());
            }
            changes.addAll(found);
        }
        var needed = from.manifest().requires().versions();
        var needs = to.manifest().requires().versions();
        if (!needed.equals(needs)) {
            changes.add(
                    new Change(
                            "requires",
                            Optional.empty(),
                            Optional.of(needed.toString()),
                            Optional.of(needs.toString())));
        }
        changes.addAll(evidence(from, to));
        return new DiffView(
                from.service().text(),
                from.id().name(),
                to.id().name(),
                changes,
                same,
                breaks(from, to));
    }

    /// What was measured of each before it went out.
    private static List<Change> evidence(Release from, Release to) {
        var was = measured(from);
        var is = measured(to);
        var keys = new TreeSet<>(was.keySet());
        keys.addAll(is.keySet());
        return keys.stream()
                .map(key ->
                        new Change(
                                "evidence",
                                Optional.of(key),
                                Optional.ofNullable(was.get(key)),
                                Optional.ofNullable(is.get(key))))
                .filter(c -> !c.from().equals(c.to()))
                .toList();
    }

    private static SortedMap<String, String> measured(Release release) {
        var lines = new TreeMap<String, String>();
        release.evidence().dataset().ifPresent(dataset -> lines.put("dataset", dataset));
        release.evidence().metrics().forEach((name, value) -> lines.put(name, value.toString()));
        return lines;
    }

    private static List<Break> breaks(Release from, Release to) {
        return SchemaFit.breaks(from.parts().schema(), to.parts().schema()).stream()
                .map(b ->
                        new Break(
                                b.side().text(),
                                b.tensor(),
                                b.column(),
                                b.rule().text(),
                                b.was(),
                                b.is(),
                                b.sentence()))
                .toList();
    }

    private static List<Change> changed(
            PartName part, SortedMap<String, String> was, SortedMap<String, String> is) {
        var keys = new TreeSet<>(was.keySet());
        keys.addAll(is.keySet());
        return keys.stream()
                .map(key ->
                        new Change(
                                part.text(),
                                Optional.of(key).filter(k -> !k.isEmpty()),
                                Optional.ofNullable(was.get(key)),
                                Optional.ofNullable(is.get(key))))
                .filter(c -> !c.from().equals(c.to()))
                .toList();
    }
}
