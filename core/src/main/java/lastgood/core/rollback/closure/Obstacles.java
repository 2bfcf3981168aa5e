package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Why a search found nothing, in as few pairs as say it: what the target misses as things are, and the first thing
/// that stood in the way of giving it that, met after the fewest decisions.
final class Obstacles {
    private final List<Misfit> atOnce = new ArrayList<>();
    private Optional<Misfit> nearest = Optional.empty();
    private int depth = Integer.MAX_VALUE;

    void note(int decided, Misfit misfit) {
        if (decided == 0) {
            if (!atOnce.contains(misfit)) {
                atOnce.add(misfit);
            }
        } else if (decided < depth
                && atOnce.stream().noneMatch(m -> m.who().equals(misfit.who()))) {
            depth = decided;
            nearest = Optional.of(misfit);
        }
    }

    List<Misfit> misfits() {
        var all = new ArrayList<>(atOnce);
        nearest.ifPresent(all::add);
        return all;
    }
}
