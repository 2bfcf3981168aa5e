package lastgood.core.stack.history;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// That a release served, and with which version of the component.
///
/// @param version empty: it is not known any more
/// @param note why it is not known
/// @param until when something else was true; empty: it still is
public record Read(
        ServiceName service,
        ReleaseId release,
        Role role,
        Optional<String> version,
        Optional<String> note,
        Instant from,
        Optional<Instant> until) {
    public enum Role {
        LIVE,
        CANDIDATE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean covers(Instant moment) {
        return !from.isAfter(moment) && until.map(moment::isBefore).orElse(true);
    }

    /// The same, apart from when it began and ended.
    boolean isSame(Read other) {
        return release.equals(other.release)
                && role == other.role
                && version.equals(other.version)
                && note.equals(other.note);
    }

    Read until(Instant end) {
        return new Read(service, release, role, version, note, from, Optional.of(end));
    }
}
