package lastgood.drivers.exec;

import lastgood.core.problem.Problem;

/// What came of asking a program once.
sealed interface Reply {
    /// It did what it was asked; `line` is what it said, of the right protocol and to the right question.
    record Said(Line line) implements Reply {}

    /// It says that it will not.
    ///
    /// @param unchanged whether it says that nothing was moved
    record Declined(Problem problem, boolean unchanged) implements Reply {}

    /// It was never started, so it did nothing.
    record NotStarted(Problem problem) implements Reply {}

    /// It was started, and gave no proper answer: what it did is not known.
    record Failed(Problem problem) implements Reply {}
}
