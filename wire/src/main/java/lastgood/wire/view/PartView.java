package lastgood.wire.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Blob;
import lastgood.core.release.PartName;
import lastgood.core.release.Parts;
import lastgood.core.release.Parts.Features;
import lastgood.core.stack.ComponentId;

/// One part of a release as people look at it.
///
/// @param what the file, the component, or what is said in words
/// @param size in bytes; null where the part is no file of its own
/// @param digest null where the part is no file of its own
public record PartView(
        String part, String what, Optional<Long> size, Optional<String> digest, String note) {

    /// All six, in their order.
    public static List<PartView> all(Parts parts) {
        var views = new ArrayList<PartView>();
        views.add(file(PartName.MODEL, parts.model().graph(), ""));
        views.add(features(parts.features()));
        views.add(
                parts.preprocessing()
                        .blob()
                        .map(graph -> file(PartName.PREPROCESSING, graph, ""))
                        .orElse(words(PartName.PREPROCESSING, "none", "")));
        views.add(
                new PartView(
                        PartName.SCHEMA.text(),
                        parts.schema().inputs().size()
                                + " in, "
                                + parts.schema().outputs().size()
                                + " out",
                        Optional.empty(),
                        Optional.of(parts.schema().digest().toString()),
                        parts.schema().hasColumns() ? "with columns" : ""));
        views.add(
                words(
                        PartName.RUNTIME,
                        String.join(", ", PartLines.lines(parts, PartName.RUNTIME)),
                        ""));
        views.add(
                words(
                        PartName.CONFIG,
                        String.join(", ", PartLines.lines(parts, PartName.CONFIG)),
                        ""));
        return List.copyOf(views);
    }

    private static PartView features(Features features) {
        return switch (features) {
            case Features.None() -> words(PartName.FEATURES, "none", "");
            case Features.Graph(var graph) -> file(PartName.FEATURES, graph, "");
            case Features.Shared(var component, var graph) -> shared(component, graph);
            case Features.External(var component) ->
                    words(PartName.FEATURES, component.toString(), "pinned, computed elsewhere");
            case Features.Lookup(var component, var lookup) ->
                    words(
                            PartName.FEATURES,
                            component.toString(),
                            "pinned, looked up by " + lookup.key());
        };
    }

    private static PartView shared(ComponentId component, Blob graph) {
        return new PartView(
                PartName.FEATURES.text(),
                component.toString(),
                Optional.of(graph.size()),
                Optional.of(graph.digest().toString()),
                "pinned");
    }

    private static PartView file(PartName part, Blob blob, String note) {
        return new PartView(
                part.text(),
                blob.name(),
                Optional.of(blob.size()),
                Optional.of(blob.digest().toString()),
                note);
    }

    private static PartView words(PartName part, String what, String note) {
        return new PartView(part.text(), what, Optional.empty(), Optional.empty(), note);
    }
}
