package lastgood.core.guard;

import java.util.BitSet;
import lastgood.core.guard.Tally.KeyMap;

/// A [KeyMap] in the making, as a gateway keeps it.
final class Slots {
    private final BitSet seen = new BitSet();
    private final BitSet bad = new BitSet();
    private final BitSet first = new BitSet();
    private long good;

    void count(int slot, boolean isBad) {
        if (isBad && !seen.get(slot)) {
            first.set(slot);
        }
        if (isBad) {
            bad.set(slot);
        } else if (!bad.get(slot)) {
            good++;
        }
        seen.set(slot);
    }

    KeyMap map() {
        return new KeyMap(seen, bad, first, good);
    }
}
