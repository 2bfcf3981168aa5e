package lastgood.core.stack;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.driver.Mark;

/// Where a component's own world keeps a version of it.
///
/// @param driver the kind of driver: `file`, `git`, `exec`, …
/// @param settings of the driver, as the file says them: an address, a folder. They are live references: they say where
///     the world is now, are no part of a version, and never go back
/// @param mark what the version is in that world
public record Driven(String driver, SortedMap<String, String> settings, Mark mark) {
    public Driven {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
}
