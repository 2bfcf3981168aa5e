package lastgood.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of one run.
///
/// @param lines the trace
/// @param broken empty: every invariant held
public record Story(
        long seed, List<String> lines, Map<Reach, Integer> reached, Optional<Broken> broken) {

    public Story {
        lines = List.copyOf(lines);
        reached = Map.copyOf(reached);
    }

    /// What does not hold, and the command that shows it again.
    public String verdict() {
        return broken.map(b -> "✖ " + b.getMessage() + "\n  ./dev sim " + seed).orElse("ok");
    }
}
