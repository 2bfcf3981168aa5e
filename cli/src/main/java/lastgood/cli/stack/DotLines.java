package lastgood.cli.stack;

import java.util.ArrayList;
import java.util.List;
import lastgood.wire.view.GraphView;

/// The graph in the language of Graphviz: a box a release, an ellipse a component version, an arrow for reading it, a
/// dashed one for accepting it. A double ellipse is the version that everybody reads.
final class DotLines {
    private DotLines() {}

    static List<String> of(GraphView view) {
        var lines = new ArrayList<String>();
        lines.add("digraph lastgood {");
        lines.add("  rankdir=LR;");
        for (var service : view.services()) {
            lines.add("  " + quoted(service) + " [shape=plaintext];");
        }
        for (var component : view.components()) {
            var id = component.component() + "@" + component.version();
            lines.add(
                    "  "
                            + quoted(id)
                            + (component.live()
                                    ? " [shape=ellipse, peripheries=2];"
                                    : " [shape=ellipse];"));
            component
                    .requires()
                    .forEach((name, versions) ->
                            versions.forEach(version ->
                                    lines.add(
                                            "  "
                                                    + quoted(id)
                                                    + " -> "
                                                    + quoted(name + "@" + version)
                                                    + ";")));
        }
        view.reads().stream()
                .map(r -> release(r.service(), r.release()))
                .distinct()
                .forEach(id -> lines.add("  " + quoted(id) + " [shape=box];"));
        view.reads().stream()
                .map(r ->
                        "  "
                                + quoted(r.service())
                                + " -> "
                                + quoted(release(r.service(), r.release()))
                                + " [label="
                                + quoted(r.role())
                                + "];")
                .distinct()
                .forEach(lines::add);
        for (var read : view.reads()) {
            var from = quoted(release(read.service(), read.release()));
            read.reads()
                    .ifPresent(version ->
                            lines.add(
                                    "  "
                                            + from
                                            + " -> "
                                            + quoted(read.component() + "@" + version)
                                            + ";"));
            read.accepts().stream()
                    .filter(version -> read.reads().filter(version::equals).isEmpty())
                    .forEach(version ->
                            lines.add(
                                    "  "
                                            + from
                                            + " -> "
                                            + quoted(read.component() + "@" + version)
                                            + " [style=dashed];"));
        }
        lines.add("}");
        return lines;
    }

    private static String release(String service, String release) {
        return service + " " + release;
    }

    /// Names have neither quotes nor backslashes in them.
    private static String quoted(String name) {
        return "\"" + name + "\"";
    }
}
