package lastgood.core.driver;

import java.util.Arrays;
import java.util.Optional;

/// How a component goes back.
public enum Way {
    /// Readers name the version themselves, so there is nothing to move.
    PIN("its readers name the version, nothing moves"),
    /// One atomic switch.
    POINTER("one atomic switch"),
    /// What the older version was is made again.
    REAPPLY("the older version is put in place again"),
    /// It does not: a declared point of no return.
    FORWARD_ONLY("it cannot go back");

    private final String text;

    Way(String text) {
        this.text = text;
    }

    /// For a plan that people read.
    public String text() {
        return text;
    }

    public static Optional<Way> parse(String name) {
        return Arrays.stream(values()).filter(way -> way.name().equals(name)).findFirst();
    }
}
