package lastgood.core.rollback.closure;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// What moves, and to what; everything else stays where it is.
///
/// @param services the service that was asked for, and those that have to come along
/// @param components to which version each goes back
public record Moves(
        SortedMap<ServiceName, ReleaseId> services, SortedMap<String, String> components) {

    public Moves {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }
}
