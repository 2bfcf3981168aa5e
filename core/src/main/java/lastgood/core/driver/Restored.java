package lastgood.core.driver;

import lastgood.core.problem.Problem;

/// What came of a restore, said about the world and not about the attempt.
public sealed interface Restored {
    /// The world is at the version asked for, for good: a crash after this does not undo it.
    ///
    /// @param moved false: it was there before this call
    record There(Mark mark, boolean moved) implements Restored {}

    /// The world is as it was before the call, and not at the version asked for.
    record Unchanged(Problem problem) implements Restored {
        public Unchanged {
            problem = problem.inState("Nothing was moved.");
        }
    }

    /// The world may be as before or at the version asked for, and nobody here knows which: `snapshot` tells, and the
    /// same restore with the same key may be repeated.
    record Unknown(Problem problem) implements Restored {
        public Unknown {
            problem =
                    problem.inState(
                            "It is not known whether anything was moved; the same move can be asked for again.");
        }
    }
}
