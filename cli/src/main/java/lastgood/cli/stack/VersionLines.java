package lastgood.cli.stack;

import java.util.ArrayList;
import java.util.List;
import lastgood.wire.view.ComponentView;

/// What is said of one version of a component, where something is: how it can be left, what it needs, where it lives.
final class VersionLines {
    private VersionLines() {}

    static List<String> of(ComponentView version) {
        var lines = new ArrayList<String>();
        version.values().ifPresent(lines::add);
        boolean one = version.liveVersions().equals("one");
        if (one || version.revertsTo().isPresent() || !version.migration().equals("none")) {
            lines.add("migration " + version.migration() + "; " + wayBack(version));
        }
        version.requires()
                .forEach((name, versions) ->
                        lines.add("requires " + name + " " + String.join(", ", versions)));
        version.driver()
                .ifPresent(world -> lines.add("kept by " + world.driver() + " as " + world.at()));
        return lines;
    }

    private static String wayBack(ComponentView version) {
        if (version.migration().equals("contract")) {
            return "it goes back to nothing";
        }
        return version.revertsTo()
                .map(to ->
                        to.isEmpty()
                                ? "it goes back to nothing, by declaration"
                                : "it goes back to " + String.join(", ", to))
                .orElse("no way back is declared");
    }
}
