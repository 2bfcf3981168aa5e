package lastgood.ledger.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import lastgood.core.guard.Tally;
import lastgood.ledger.evidence.KeyedRequests.Request;

/// A [Tally.KeyMap] in the making.
final class StoredKeys {
    private final BitSet seen;
    private final BitSet bad;
    private final BitSet first;
    private long good;

    StoredKeys() {
        this(new BitSet(), new BitSet(), new BitSet(), 0);
    }

    private StoredKeys(BitSet seen, BitSet bad, BitSet first, long good) {
        this.seen = seen;
        this.bad = bad;
        this.first = first;
        this.good = good;
    }

    static StoredKeys read(ResultSet row) throws SQLException {
        return new StoredKeys(
                BitSet.valueOf(row.getBytes("seen")),
                BitSet.valueOf(row.getBytes("bad")),
                BitSet.valueOf(row.getBytes("first")),
                row.getLong("good"));
    }

    /// One more request of a key. Of one that was seen before requests were kept one by one nobody knows when the others
    /// were answered: it counts on as it did, in the order of its labels.
    void add(KeyedRequests requests, Request request) throws SQLException {
        int slot = requests.slot();
        var known = requests.first();
        if (seen.get(slot) && known.isEmpty()) {
            good += request.bad() || bad.get(slot) ? 0 : 1;
        } else {
            good += requests.add(request);
            first.set(slot, known.filter(k -> k.isBefore(request)).orElse(request).bad());
        }
        if (request.bad()) {
            bad.set(slot);
        }
        seen.set(slot);
    }

    Tally.KeyMap map() {
        return new Tally.KeyMap(seen, bad, first, good);
    }

    BitSet seen() {
        return seen;
    }

    BitSet bad() {
        return bad;
    }

    BitSet first() {
        return first;
    }

    long good() {
        return good;
    }
}
