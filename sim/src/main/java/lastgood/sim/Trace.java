package lastgood.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/// What happened in a run, line by line, and which awkward places it came to.
public final class Trace {
    private final LongSupplier millis;
    private final List<String> lines = new ArrayList<>();
    private final Map<Reach, Integer> reached = new EnumMap<>(Reach.class);

    /// @param millis since the run began
    public Trace(LongSupplier millis) {
        this.millis = millis;
    }

    public void say(String who, String what) {
        lines.add(
                String.format(Locale.ROOT, "%9.3f  ", millis.getAsLong() / 1000.0)
                        + who
                        + ": "
                        + what);
    }

    public void reach(Reach place) {
        reached.merge(place, 1, Integer::sum);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public Map<Reach, Integer> reached() {
        return Map.copyOf(reached);
    }
}
