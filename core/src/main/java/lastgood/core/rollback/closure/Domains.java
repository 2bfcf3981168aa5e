package lastgood.core.rollback.closure;

import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where each component can still be, as ranks of its versions; 0 is the newest.
///
/// Only those are kept that were narrowed; every other one can still be wherever it may go from where it is.
final class Domains {
    private final Tables tables;
    private final TreeMap<String, BitSet> narrowed = new TreeMap<>();
    private boolean atRest;

    Domains(Tables tables) {
        this.tables = tables;
    }

    Domains copy() {
        var copy = new Domains(tables);
        copy.narrowed.putAll(narrowed); // sets are replaced, never changed
        return copy;
    }

    /// The same, but whatever can stay where it is does.
    Domains atRest() {
        var rest = copy();
        rest.atRest = true;
        return rest;
    }

    BitSet of(String component) {
        var set = narrowed.get(component);
        if (set == null) {
            return atRest ? tables.live(component) : tables.whereItMayGo(component);
        }
        return atRest && set.intersects(tables.live(component)) ? tables.live(component) : set;
    }

    /// Takes away all but `to`, and says whether there was anything to take.
    boolean narrow(String component, BitSet to) {
        var set = (BitSet) of(component).clone();
        int before = set.cardinality();
        set.and(to);
        if (set.cardinality() == before) {
            return false;
        }
        narrowed.put(component, set);
        return true;
    }

    /// Those that cannot stay where they are, each with the newest version it can still be at.
    SortedMap<String, Integer> leaving() {
        var leaving = new TreeMap<String, Integer>();
        narrowed.forEach((name, set) -> {
            if (!set.intersects(tables.live(name))) {
                leaving.put(name, set.nextSetBit(0));
            }
        });
        return leaving;
    }

    /// A component that leaves and does not know yet where to: the one with the fewest choices.
    Optional<String> undecided() {
        return leaving().keySet().stream()
                .filter(this::isOpen)
                .min(Comparator.comparingInt(name -> of(name).cardinality()));
    }

    boolean isOpen(String component) {
        return of(component).cardinality() > 1;
    }
}
