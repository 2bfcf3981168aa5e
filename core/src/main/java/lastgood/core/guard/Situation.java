package lastgood.core.guard;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a rollout stands, as far as its guards need to know.
///
/// @param shares the candidate's share in each step, rising; the last is 1, the bake
/// @param step the current one, from 0
/// @param baseline whether a release served before this one: the first rollout of a service has nothing to compare with
/// @param ceilings frozen at promotion; empty before it
/// @param overdue names of the guards that have heard nothing for longer than their patience
public record Situation(
        List<Double> shares,
        int step,
        boolean baseline,
        List<Ceiling> ceilings,
        Set<String> overdue) {

    public Situation {
        shares = List.copyOf(shares);
        ceilings = List.copyOf(ceilings);
        overdue = Set.copyOf(overdue);
        if (shares.isEmpty() || shares.getLast() != 1 || step < 0 || step >= shares.size()) {
            throw new IllegalArgumentException("step " + step + " of shares " + shares);
        }
    }

    /// The step that is the bake.
    public int bake() {
        return shares.size() - 1;
    }

    Optional<Ceiling> ceiling(Guard guard) {
        return ceilings.stream().filter(c -> c.guard().equals(guard.name())).findFirst();
    }

    /// Whether a release serves beside the candidate.
    boolean comparesArms() {
        return baseline && step < bake();
    }

    /// Whether the guard has, or had, something to be compared with, where it needs that.
    boolean applies(Guard guard) {
        boolean comparable = comparesArms() || (baseline && ceiling(guard).isPresent());
        return comparable || !guard.bound().needsBaseline();
    }
}
