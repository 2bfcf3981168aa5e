package lastgood.core.stack;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which versions of which components a release was tested with.
public record Requires(SortedMap<String, List<String>> versions) {
    public static final Requires NOTHING = new Requires(new TreeMap<>());

    public Requires {
        var copy = new TreeMap<String, List<String>>();
        versions.forEach((name, list) -> copy.put(name, List.copyOf(list)));
        versions = Collections.unmodifiableSortedMap(copy);
    }

    /// Whether a release that uses `used` of a component accepts `other` of it: what it lists, or else only what
    /// it uses.
    public boolean accepts(ComponentId used, ComponentId other) {
        return accepted(used).contains(other.version()) && used.name().equals(other.name());
    }

    public List<String> accepted(ComponentId used) {
        return Optional.ofNullable(versions.get(used.name())).orElse(List.of(used.version()));
    }
}
