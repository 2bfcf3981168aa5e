package lastgood.core.release;

import java.util.Optional;

/// What callers address: a small letter or digit, then up to 62 small letters, digits or dashes.
///
/// The alphabet is this small because a name travels into URLs, file names and terminals.
public record ServiceName(String text) implements Comparable<ServiceName> {
    private static final String FORM = "[a-z0-9][a-z0-9-]{0,62}";

    public ServiceName {
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException("not a service name: '" + text + "'");
        }
    }

    /// The name, or nothing where the text does not have the form of one.
    public static Optional<ServiceName> parse(String text) {
        return text.matches(FORM) ? Optional.of(new ServiceName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(ServiceName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
