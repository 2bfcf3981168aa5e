package lastgood.core.release;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The six parts by name, in the order in which they are always shown.
public enum PartName {
    MODEL,
    FEATURES,
    PREPROCESSING,
    SCHEMA,
    RUNTIME,
    CONFIG;

    /// As written in files and commands: `model`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PartName> parse(String text) {
        return Arrays.stream(values()).filter(p -> p.text().equals(text)).findFirst();
    }
}
