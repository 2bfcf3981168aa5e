package lastgood.core.rollback.closure;

import java.util.List;

/// A pair that does not fit: who reads a component, and a version of it that they do not accept.
///
/// @param who a service with its release (`fraud-scorer r11`), or a component version (`index@v2`)
/// @param version the one they would have to read
public record Misfit(String who, String component, List<String> accepts, String version) {
    public Misfit {
        accepts = List.copyOf(accepts);
    }

    /// `fraud-scorer r11 accepts txn-features [v7], not v8`
    @Override
    public String toString() {
        return who + " accepts " + component + " " + accepts + ", not " + version;
    }
}
