package lastgood.core.guard;

import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was counted for one signal: sums only, so order, lateness and the number of gateways do not matter.
///
/// @param units requests without a sticky key, by place and outcome
/// @param keys requests with one, by place: which key slots were seen, which were ever bad
public record Tally(SortedMap<Unit, Long> units, SortedMap<Place, KeyMap> keys) {
    public static final Tally EMPTY = new Tally(new TreeMap<>(), new TreeMap<>());

    public Tally {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }

    /// A kind of unit: where it was counted and how many of its rows were bad.
    public record Unit(Place place, int bad, int rows) implements Comparable<Unit> {
        private static final Comparator<Unit> ORDER =
                Comparator.comparing(Unit::place)
                        .thenComparingInt(Unit::rows)
                        .thenComparingInt(Unit::bad);

        public Unit {
            if (bad < 0 || bad > rows || rows < 1) {
                throw new IllegalArgumentException(bad + " bad rows of " + rows);
            }
        }

        @Override
        public int compareTo(Unit other) {
            return ORDER.compare(this, other);
        }
    }

    /// Which of 65,536 key slots were seen and which were bad: a sticky user who retries counts once.
    public record KeyMap(BitSet seen, BitSet bad) {
        public static final int SLOTS = 1 << 16;

        public KeyMap {
            seen = (BitSet) seen.clone();
            bad = (BitSet) bad.clone();
        }

        KeyMap plus(KeyMap other) {
            var bothSeen = (BitSet) seen.clone();
            bothSeen.or(other.seen);
            var bothBad = (BitSet) bad.clone();
            bothBad.or(other.bad);
            return new KeyMap(bothSeen, bothBad);
        }
    }

    /// Both counts together: what two gateways saw, or the time before and after a restart.
    public Tally plus(Tally other) {
        var sum = new TreeMap<>(units);
        other.units.forEach((unit, n) -> sum.merge(unit, n, Long::sum));
        var maps = new TreeMap<>(keys);
        other.keys.forEach((place, map) -> maps.merge(place, map, KeyMap::plus));
        return new Tally(sum, maps);
    }

    /// One more unit without a key.
    public Tally plus(Unit unit, long times) {
        return plus(new Tally(new TreeMap<>(Map.of(unit, times)), new TreeMap<>()));
    }
}
