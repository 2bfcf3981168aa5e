package lastgood.core.port;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lastgood.core.release.Release;

/// A probe that sees what it was told to see, and notes what it was asked.
public final class ScriptedProbe implements Probe {
    private final Deque<Seen> script = new ArrayDeque<>();
    private final List<Release> asked = new ArrayList<>();
    private Function<Release, Seen> otherwise;

    /// @param otherwise what it sees once nothing is left of the script
    public ScriptedProbe(Function<Release, Seen> otherwise) {
        this.otherwise = otherwise;
    }

    /// A probe that sees what a board serves.
    public static ScriptedProbe of(MemoryRouteBoard board) {
        return new ScriptedProbe(release -> seen(board, release));
    }

    /// Sees these next, in order.
    public synchronized void then(Seen... seen) {
        script.addAll(List.of(seen));
    }

    public synchronized void otherwise(Function<Release, Seen> next) {
        otherwise = next;
    }

    public synchronized List<Release> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Seen ask(Release expected) {
        asked.add(expected);
        return Optional.ofNullable(script.poll()).orElseGet(() -> otherwise.apply(expected));
    }

    private static Seen seen(MemoryRouteBoard board, Release release) {
        return board.serving(release.service())
                .filter(route -> route.split().live().equals(release.id()))
                .<Seen>map(route -> new Seen.AsAsked(route.epoch()))
                .orElseGet(() -> new Seen.Otherwise(release.id() + " is not what serves"));
    }
}
