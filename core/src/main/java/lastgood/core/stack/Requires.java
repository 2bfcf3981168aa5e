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

    /// The versions that a release which uses `used` accepts: those it lists, or else only the one it uses.
    public List<String> accepted(ComponentId used) {
        return Optional.ofNullable(versions.get(used.name())).orElse(List.of(used.version()));
    }
}
