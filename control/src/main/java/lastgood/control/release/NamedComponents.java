package lastgood.control.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.port.Components;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;

/// The components that a draft names: they are there, and of the kind that is used in that place.
final class NamedComponents {
    private final Components components;

    NamedComponents(Components components) {
        this.components = components;
    }

    Component found(ComponentId id, String kind) throws IOException, Refusal {
        var component = components.find(id);
        if (component.isEmpty()) {
            throw new Refusal(unknown(id));
        }
        if (!component.get().kind().equals(kind)) {
            throw new Refusal(
                    Problem.of(
                                    Code.INVALID_RELEASE,
                                    id + " is of kind " + component.get().kind() + ".")
                            .because("a release uses it where " + kind + " is expected")
                            .tryThis("name a component of kind " + kind));
        }
        return component.get();
    }

    /// The values of the component that a draft's configuration names, if it names one.
    Parts.Config config(Parts.Config drafted) throws IOException, Refusal {
        var id = drafted.component();
        return id.isEmpty()
                ? drafted
                : found(id.get(), Component.CONFIG).config().orElseThrow().in(id.get());
    }

    /// A component that nobody has applied is most likely mistyped, and would bind nothing for ever; a version may come.
    List<String> unknownVersions(Requires requires) throws IOException, Refusal {
        var known = components.list().stream().map(Component::id).toList();
        var names = known.stream().map(ComponentId::name).distinct().toList();
        var unknown = new ArrayList<String>();
        for (var required : requires.versions().entrySet()) {
            var name = required.getKey();
            if (!names.contains(name)) {
                throw new Refusal(
                        Problem.of(
                                        Code.NO_SUCH_COMPONENT,
                                        "The release requires "
                                                + name
                                                + ", and there is no component of that name.")
                                .because("components there are: " + names())
                                .tryThis(
                                        Nearest.of(name, names)
                                                .map(n -> "did you mean " + n + "?")
                                                .orElse("lastgood apply -f COMPONENT.yaml")));
            }
            required.getValue().stream()
                    .filter(version -> !known.contains(new ComponentId(name, version)))
                    .forEach(version ->
                            unknown.add(
                                    "requires "
                                            + name
                                            + " "
                                            + version
                                            + ", which nobody has applied"));
        }
        return unknown;
    }

    private String names() throws IOException {
        var names = components.list().stream().map(Component::id).map(Object::toString).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private Problem unknown(ComponentId id) throws IOException {
        return Problem.of(Code.NO_SUCH_COMPONENT, "There is no component " + id + ".")
                .because("components there are: " + names())
                .tryThis("lastgood apply -f COMPONENT.yaml");
    }
}
