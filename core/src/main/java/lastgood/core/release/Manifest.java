package lastgood.core.release;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;

/// All that serves, and nothing else: the release's digest is taken over this.
///
/// Service, label, annotations and evidence are left out on purpose, so that a bot that changes one
/// annotation does not escape a hold.
public record Manifest(Parts parts, Requires requires) {

    /// The names of the components that it uses or lists.
    public SortedSet<String> components() {
        var names = new TreeSet<>(requires.versions().keySet());
        parts.shared().forEach(used -> names.add(used.name()));
        return names;
    }

    /// The version of a component that it serves with; empty: it serves without it.
    public Optional<ComponentId> used(String component) {
        return parts.shared().stream().filter(c -> c.name().equals(component)).findFirst();
    }

    /// The versions of a component that it was tested with; empty: it does not know the component.
    public Optional<List<String>> accepted(String component) {
        return used(component)
                .map(requires::accepted)
                .or(() -> Optional.ofNullable(requires.versions().get(component)));
    }

    /// The versions of some components that it was tested with.
    public Requires accepts(Set<String> components) {
        var accepted = new TreeMap<String, List<String>>();
        for (var name : components()) {
            if (components.contains(name)) {
                accepted(name).ifPresent(versions -> accepted.put(name, versions));
            }
        }
        return new Requires(accepted);
    }
}
