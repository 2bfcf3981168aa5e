package lastgood.gateway.running.program;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where servers are that serve models for others, by the names that releases have for them.
///
/// @param addresses `http`, `https` or `h2c`, with a host, and a path in front of `/v2` if there is one; several where several
/// servers serve the same
public record Endpoints(SortedMap<String, List<URI>> addresses) {
    public static final Endpoints NONE = new Endpoints(new TreeMap<>());

    public Endpoints {
        var copy = new TreeMap<String, List<URI>>();
        addresses.forEach((name, several) -> copy.put(name, List.copyOf(several)));
        addresses = Collections.unmodifiableSortedMap(copy);
    }

    /// One address for each name.
    public static Endpoints of(Map<String, URI> addresses) {
        var several = new TreeMap<String, List<URI>>();
        addresses.forEach((name, address) -> several.put(name, List.of(address)));
        return new Endpoints(several);
    }

    /// Empty: nobody knows the name.
    List<URI> at(String name) {
        return addresses.getOrDefault(name, List.of());
    }
}
