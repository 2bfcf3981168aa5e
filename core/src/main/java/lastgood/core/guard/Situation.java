package lastgood.core.guard;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a rollout stands, as far as its guards need to know.
///
/// @param shares the candidate's share in each step, rising; the last is 1, the bake; 0 is a shadow
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

    /// The chance that of a request in shadow the candidate's outcome is counted, and not live's.
    public static final double SHADOW_CHANCE = .5;

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

    /// With what chance a unit of each step is the candidate's. In shadow both answer the same requests, and of each the
    /// outcome of one is counted, by a fair coin: as if either had got half of them, so that the same tests hold.
    List<Double> chances() {
        return shares.stream().map(share -> share == 0 ? SHADOW_CHANCE : share).toList();
    }

    /// Whether a guard sees nothing until somebody says what was right.
    public static boolean needsLabels(Guard guard) {
        return guard.signal() instanceof Signal.Wrong;
    }

    /// Whether requests were, or are, answered by both releases, so that one label judges both.
    boolean hasPairs(Guard guard) {
        return shares.getFirst() == 0 && needsLabels(guard);
    }

    Optional<Ceiling> ceiling(Guard guard) {
        return ceilings.stream().filter(c -> c.guard().equals(guard.name())).findFirst();
    }

    /// Whether a release serves beside the candidate.
    boolean comparesArms() {
        return baseline && step < bake();
    }

    /// Whether the guard has, or had, something to be compared with, where it needs that. In shadow nobody is exposed, so
    /// a guard that needs labels asks for none before the first has come.
    boolean applies(Guard guard, Pairs pairs) {
        if (shares.get(step) == 0 && needsLabels(guard) && pairs.heard() == 0) {
            return false;
        }
        boolean comparable = comparesArms() || (baseline && ceiling(guard).isPresent());
        return comparable || !guard.bound().needsBaseline();
    }
}
