package lastgood.drivers.exec;

/// How a program's run ended.
sealed interface Ended {
    /// By itself with exit code 0.
    ///
    /// @param out all it wrote to standard output
    record Well(String out) implements Ended {}

    record NotStarted(String why) implements Ended {}

    /// Any other way.
    ///
    /// @param words the last it wrote to standard error
    record Badly(String why, String words) implements Ended {}
}
