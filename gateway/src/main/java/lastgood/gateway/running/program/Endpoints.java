package lastgood.gateway.running.program;

import java.net.URI;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where servers are that serve models for others, by the names that releases have for them.
///
/// @param addresses `http` or `https`, with a host, and a path in front of `/v2` if there is one
public record Endpoints(SortedMap<String, URI> addresses) {
    public static final Endpoints NONE = new Endpoints(new TreeMap<>());

    public Endpoints {
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    }

    Optional<URI> at(String name) {
        return Optional.ofNullable(addresses.get(name));
    }
}
