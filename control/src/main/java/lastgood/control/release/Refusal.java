package lastgood.control.release;

import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Carries a problem out of the steps in which a draft becomes a proposal; it never leaves this package.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.what());
        this.problem = problem;
    }

    static <T> T get(Outcome<T> outcome) throws Refusal {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new Refusal(problem);
        };
    }

    Problem problem() {
        return problem;
    }
}
