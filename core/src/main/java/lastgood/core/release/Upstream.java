package lastgood.core.release;

import java.util.Optional;

/// A model that somebody else's server serves, over the Open Inference Protocol, version 2.
///
/// Which model it is belongs to the release. Where the server is does not: an endpoint is a name that whoever runs the
/// gateway gives an address, so it never goes back.
///
/// @param endpoint the name of the server
/// @param model as that server calls it
/// @param version as that server calls it; empty: the one that it serves by itself
public record Upstream(String endpoint, String model, Optional<String> version) {
    public static final String ENGINE = "upstream";

    /// `fraud version 3 at triton`
    @Override
    public String toString() {
        return model + version.map(v -> " version " + v).orElse("") + " at " + endpoint;
    }
}
