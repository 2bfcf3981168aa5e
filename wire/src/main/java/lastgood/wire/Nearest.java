package lastgood.wire;

import java.util.Collection;
import java.util.Optional;

/// "Did you mean", for those who read what people wrote.
public final class Nearest {
    private Nearest() {}

    /// The nearest of `words`, as [lastgood.core.problem.Nearest] has it.
    public static Optional<String> of(String typed, Collection<String> words) {
        return lastgood.core.problem.Nearest.of(typed, words);
    }
}
