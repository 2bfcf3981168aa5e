package lastgood.core.guard;

import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.prediction.Arm;

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

    /// Which of 65,536 key slots were seen in a place, and how: a sticky user who retries counts once. A request of
    /// several rows is bad if any of them is.
    ///
    /// @param seen slots with any request
    /// @param bad slots with any bad one
    /// @param first slots whose first request in this place was bad; with several gateways, the first at any of them
    /// @param good how many good requests came from slots that had no bad one yet
    public record KeyMap(BitSet seen, BitSet bad, BitSet first, long good) {
        public static final int SLOTS = 1 << 16;
        public static final KeyMap EMPTY = new KeyMap(new BitSet(), new BitSet(), new BitSet(), 0);

        public KeyMap {
            first = (BitSet) first.clone();
            bad = or(bad, first);
            seen = or(seen, bad);
        }

        /// Where only this much is known: any bad request stands for the first, and each other slot had one good one.
        public KeyMap(BitSet seen, BitSet bad) {
            this(seen, bad, bad, or(seen, bad).cardinality() - bad.cardinality());
        }

        @Override
        public BitSet seen() {
            return (BitSet) seen.clone();
        }

        @Override
        public BitSet bad() {
            return (BitSet) bad.clone();
        }

        @Override
        public BitSet first() {
            return (BitSet) first.clone();
        }

        /// One more request of a key.
        public KeyMap plus(int slot, boolean isBad) {
            var next = new KeyMap(seen, bad, first, isBad || bad.get(slot) ? good : good + 1);
            if (isBad && !seen.get(slot)) {
                next.first.set(slot);
            }
            if (isBad) {
                next.bad.set(slot);
            }
            next.seen.set(slot);
            return next;
        }

        KeyMap plus(KeyMap other) {
            return new KeyMap(
                    or(seen, other.seen),
                    or(bad, other.bad),
                    or(first, other.first),
                    good + other.good);
        }

        private static BitSet or(BitSet one, BitSet other) {
            var both = (BitSet) one.clone();
            both.or(other);
            return both;
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

    /// How much has come about one arm: it grows with requests and with keys, and never falls. Good requests of a key are not
    /// in it, for a label that comes late may take them out of the count.
    long heard(Arm arm) {
        long plain =
                units.entrySet().stream()
                        .filter(entry -> entry.getKey().place().arm() == arm)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        long keyed =
                keys.entrySet().stream()
                        .filter(entry -> entry.getKey().arm() == arm)
                        .map(Map.Entry::getValue)
                        .mapToLong(map -> map.seen.cardinality() + map.bad.cardinality())
                        .sum();
        return plain + keyed;
    }

    /// One more unit without a key.
    public Tally plus(Unit unit, long times) {
        return plus(new Tally(new TreeMap<>(Map.of(unit, times)), new TreeMap<>()));
    }

    /// One more request with a key.
    public Tally plus(Place place, int slot, boolean bad) {
        var maps = new TreeMap<>(keys);
        maps.put(place, maps.getOrDefault(place, KeyMap.EMPTY).plus(slot, bad));
        return new Tally(units, maps);
    }
}
