package lastgood.gateway.recording;

import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import lastgood.core.guard.Place;
import lastgood.core.guard.Tally;
import org.jspecify.annotations.Nullable;

/// Counts good and bad units of one signal in one place: by number without sticky keys, by slot with them.
final class SignalTally {
    private final LongAdder good = new LongAdder();
    private final LongAdder bad = new LongAdder();
    private volatile @Nullable Slots slots;

    void note(boolean isBad, OptionalInt keySlot) {
        if (keySlot.isPresent()) {
            slots().set(keySlot.getAsInt(), isBad);
        } else {
            (isBad ? bad : good).increment();
        }
    }

    Tally tally(Place place) {
        var units = new TreeMap<Tally.Unit, Long>();
        add(units, new Tally.Unit(place, 0, 1), good.sum());
        add(units, new Tally.Unit(place, 1, 1), bad.sum());
        var keys = new TreeMap<Place, Tally.KeyMap>();
        var current = slots;
        if (current != null) {
            keys.put(place, current.map());
        }
        return new Tally(units, keys);
    }

    private static void add(Map<Tally.Unit, Long> units, Tally.Unit unit, long times) {
        if (times > 0) {
            units.put(unit, times);
        }
    }

    private Slots slots() {
        var current = slots;
        return current != null ? current : makeSlots();
    }

    private synchronized Slots makeSlots() {
        var current = slots;
        if (current == null) {
            current = new Slots();
            slots = current;
        }
        return current;
    }

    /// Twenty-four kilobytes that only services with sticky keys pay for.
    private static final class Slots {
        private final AtomicLongArray seen = new AtomicLongArray(Tally.KeyMap.SLOTS / 64);
        private final AtomicLongArray bad = new AtomicLongArray(Tally.KeyMap.SLOTS / 64);
        private final AtomicLongArray first = new AtomicLongArray(Tally.KeyMap.SLOTS / 64);

        void set(int slot, boolean isBad) {
            boolean isFirst = set(seen, slot);
            if (isBad) {
                set(bad, slot);
                if (isFirst) {
                    set(first, slot);
                }
            }
        }

        /// In the opposite order of [#set]: what is in the narrower map here is in the wider one, too.
        Tally.KeyMap map() {
            var firstNow = bits(first);
            var badNow = bits(bad);
            return new Tally.KeyMap(bits(seen), badNow, firstNow);
        }

        /// True for the one caller who found it unset.
        private static boolean set(AtomicLongArray bits, int slot) {
            long bit = 1L << slot;
            return (bits.get(slot >> 6) & bit) == 0
                    && (bits.getAndAccumulate(slot >> 6, bit, (a, b) -> a | b) & bit) == 0;
        }

        private static BitSet bits(AtomicLongArray bits) {
            long[] words = new long[bits.length()];
            for (int i = 0; i < words.length; i++) {
                words[i] = bits.get(i);
            }
            return BitSet.valueOf(words);
        }
    }
}
