package lastgood.drivers.sql;

/// What the view gives its readers now.
sealed interface Pointed {
    /// All of one version, and nothing else.
    record At(String table) implements Pointed {}

    record Unclear(String why) implements Pointed {}
}
