package lastgood.cli;

import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Carries a problem from the middle of a verb to the one place that shows it. Nowhere else are problems thrown.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public Refusal(Problem problem) {
        super(problem.what(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /// The value, or the end of the verb.
    public static <T> T must(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new Refusal(problem);
        };
    }
}
