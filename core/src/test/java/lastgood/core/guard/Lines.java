package lastgood.core.guard;

import java.util.List;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Guards from their lines, in tests that are about something else.
final class Lines {
    private Lines() {}

    static GuardSet set(String... lines) {
        return switch (GuardLine.parseAll(List.of(lines))) {
            case Outcome.Done<GuardSet>(var set) -> set;
            case Outcome.Refused<GuardSet>(var problem) -> throw new AssertionError(problem);
        };
    }

    static Guard guard(String line) {
        return set(line).lines().getFirst();
    }

    static Problem problem(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?>(var value) -> throw new AssertionError("accepted: " + value);
            case Outcome.Refused<?>(var problem) -> problem;
        };
    }
}
