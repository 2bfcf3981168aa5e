package lastgood.core.stack;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a component version did to the state it keeps when it went live.
public enum Migration {
    /// Nothing: the state is as the version before left it.
    NONE,
    /// It added to it: readers of the version before still find what they need.
    EXPAND,
    /// It took from it: the way back is closed.
    CONTRACT;

    /// As files say it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Migration> parse(String text) {
        return Arrays.stream(values()).filter(m -> m.text().equals(text)).findFirst();
    }
}
