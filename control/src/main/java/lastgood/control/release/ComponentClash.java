package lastgood.control.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.stack.Component;
import lastgood.core.stack.Driven;

/// A version of a component that is there already and is something else, told difference by difference.
final class ComponentClash {
    private ComponentClash() {}

    /// @param path of the file, as people call it
    static Problem of(Component there, Component here, String path) {
        return Problem.of(Code.COMPONENT_EXISTS, here.id() + " exists and is something else.")
                .because(differences(there, here))
                .tryThis("give what is new a new version in " + path);
    }

    private static List<String> differences(Component there, Component here) {
        var lines = new ArrayList<String>();
        differ(lines, "kind", there.kind(), here.kind());
        differ(lines, "file", digest(there), digest(here));
        differ(lines, "values", there.config(), here.config());
        differ(lines, "migration", there.way().migration(), here.way().migration());
        differ(lines, "reverts.to", there.way().revertsTo(), here.way().revertsTo());
        differ(
                lines,
                "requires",
                there.way().requires().versions(),
                here.way().requires().versions());
        differ(lines, "state.store", there.way().store(), here.way().store());
        differ(lines, "lookup", there.lookup(), here.lookup());
        differ(lines, "world", there.driven().map(Driven::mark), here.driven().map(Driven::mark));
        return lines;
    }

    private static void differ(List<String> lines, String what, Object there, Object here) {
        if (!there.equals(here)) {
            lines.add(what + ": it is " + said(there) + ", the file says " + said(here));
        }
    }

    private static String said(Object value) {
        return value instanceof Optional<?> o
                ? o.map(Object::toString).orElse("nothing")
                : value.toString();
    }

    private static Optional<String> digest(Component component) {
        return component.content().map(c -> c.digest().toString());
    }
}
