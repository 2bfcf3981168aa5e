package lastgood.core.stack;

import java.util.Optional;
import lastgood.core.release.ServiceName;

/// One version of a shared part: `tumour-features@v2`.
///
/// @param name has the form of a service's name
/// @param version letters, digits, dots and dashes, at most 63
public record ComponentId(String name, String version) {
    private static final String VERSION = "[A-Za-z0-9][A-Za-z0-9.-]{0,62}";

    public ComponentId {
        if (ServiceName.parse(name).isEmpty()
                || !version.matches(VERSION)
                || version.contains("..")) {
            throw new IllegalArgumentException("not a component: '" + name + "@" + version + "'");
        }
    }

    public static Optional<ComponentId> parse(String text) {
        int at = text.indexOf('@');
        if (at < 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ComponentId(text.substring(0, at), text.substring(at + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
