package lastgood.control.move;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.driver.Mark;

/// A component's own world, ready to be asked.
///
/// @param marks by version: what each that lives in this world is there
/// @param versions all of the component, newest first
record OpenWorld(
        String component,
        BoundedDriver driver,
        SortedMap<String, Mark> marks,
        List<String> versions) {
    OpenWorld {
        marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        versions = List.copyOf(versions);
    }

    Optional<Mark> mark(Optional<String> version) {
        return version.flatMap(v -> Optional.ofNullable(marks.get(v)));
    }
}
