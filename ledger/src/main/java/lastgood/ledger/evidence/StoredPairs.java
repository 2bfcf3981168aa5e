package lastgood.ledger.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.guard.Pairs;
import lastgood.core.port.Labels;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Transaction;

/// What candidates in shadow said, and how it came out beside live once it was labelled. Label and pair come in either
/// order; whichever is second joins them, in the transaction in which it is stored, so that a pair is counted once.
record StoredPairs(Transaction transaction, ServiceName service, Codec codec) {

    private record Labelled(int row, Value value, boolean wrong) {}

    void keep(List<Pair> pairs) throws SQLException {
        var rollouts = new TreeMap<Integer, Long>();
        for (var pair : pairs) {
            int rollout = pair.candidate().rollout();
            if (!rollouts.containsKey(rollout)) {
                rollouts.put(rollout, kept(rollout));
            }
            long kept = rollouts.get(rollout);
            if (kept < Labels.MOST_PAIRS && keep(pair)) {
                rollouts.put(rollout, kept + 1);
            }
        }
    }

    private boolean keep(Pair pair) throws SQLException {
        int added =
                transaction.run(
                        "INSERT INTO pairs (service, id, rollout, document) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        service.text(),
                        pair.id(),
                        pair.candidate().rollout(),
                        codec.write(Prediction.class, pair.candidate()));
        if (added > 0) {
            join(pair, labels(pair.id()));
        }
        return added > 0;
    }

    /// With the first of a rollout those of rollouts long gone make room.
    private long kept(int rollout) throws SQLException {
        long kept =
                transaction
                        .first(
                                "SELECT count(*) FROM pairs WHERE service = ? AND rollout = ?",
                                row -> row.getLong(1),
                                service.text(),
                                rollout)
                        .orElseThrow();
        if (kept == 0) {
            transaction.run(
                    "DELETE FROM pairs WHERE service = ? AND rollout <= ?",
                    service.text(),
                    rollout - Labels.PAIRED_ROLLOUTS);
        }
        return kept;
    }

    /// Live's answer is labelled in full now.
    void labelled(String id) throws SQLException {
        Optional<Pair> pair =
                transaction.first(
                        "SELECT document FROM pairs WHERE service = ? AND id = ?",
                        row -> new Pair(id, codec.read(Prediction.class, row.getString(1))),
                        service.text(),
                        id);
        if (pair.isPresent()) {
            join(pair.get(), labels(id));
        }
    }

    private List<Labelled> labels(String id) throws SQLException {
        return transaction.all(
                "SELECT row, kind, value, wrong FROM labels WHERE service = ? AND id = ?",
                row ->
                        new Labelled(
                                row.getInt("row"),
                                StoredValue.read(row).value(),
                                row.getInt("wrong") > 0),
                service.text(),
                id);
    }

    /// A pair counts when its last row is labelled.
    private void join(Pair pair, List<Labelled> labels) throws SQLException {
        if (labels.isEmpty() || labels.size() != pair.rows()) {
            return;
        }
        int live = (int) labels.stream().filter(Labelled::wrong).count();
        int candidate = (int) labels.stream().filter(l -> pair.isWrong(l.row(), l.value())).count();
        var kind = new Pairs.Kind(live, candidate, labels.size());
        if (pair.candidate().keySlot().isPresent()) {
            count(pair, pair.candidate().keySlot().getAsInt(), kind);
        } else {
            count(pair.candidate().rollout(), kind, 1);
        }
    }

    private void count(int rollout, Pairs.Kind kind, int times) throws SQLException {
        transaction.run(
                "INSERT INTO paired (service, rollout, rows, live, candidate, times)"
                        + " VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET times = times + excluded.times",
                service.text(),
                rollout,
                kind.rows(),
                kind.live(),
                kind.candidate(),
                times);
    }

    /// A sticky key is one unit, so that a user who asks often is not many: its pair that was answered first. One that is
    /// labelled late and was answered before it takes its place.
    private void count(Pair pair, int slot, Pairs.Kind kind) throws SQLException {
        int rollout = pair.candidate().rollout();
        var keys = keys(rollout);
        boolean isNew = !keys.seen().get(slot);
        var answered = new Answered(pair.candidate().atMillis(), pair.id());
        var overtaken = first(rollout, slot).filter(f -> answered.isBefore(f.answered()));
        if (overtaken.isPresent()) {
            count(rollout, overtaken.get().kind(), -1);
        }
        if (isNew || overtaken.isPresent()) {
            count(rollout, kind, 1);
            putFirst(rollout, slot, new First(answered, kind));
        }
        keys.seen().set(slot);
        transaction.run(
                "INSERT INTO paired_keys (service, rollout, seen, again) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET seen = excluded.seen, again = excluded.again",
                service.text(),
                rollout,
                keys.seen().toByteArray(),
                isNew ? keys.again() : keys.again() + 1);
    }

    private record First(Answered answered, Pairs.Kind kind) {}

    private Optional<First> first(int rollout, int slot) throws SQLException {
        return transaction.first(
                "SELECT at, id, rows, live, candidate FROM paired_firsts"
                        + " WHERE service = ? AND rollout = ? AND slot = ?",
                row -> new First(new Answered(row.getLong("at"), row.getString("id")), kind(row)),
                service.text(),
                rollout,
                slot);
    }

    private void putFirst(int rollout, int slot, First first) throws SQLException {
        transaction.run(
                "INSERT OR REPLACE INTO paired_firsts"
                        + " (service, rollout, slot, at, id, rows, live, candidate)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                service.text(),
                rollout,
                slot,
                first.answered().atMillis(),
                first.answered().id(),
                first.kind().rows(),
                first.kind().live(),
                first.kind().candidate());
    }

    private record Keys(BitSet seen, long again) {}

    private Keys keys(int rollout) throws SQLException {
        return transaction
                .first(
                        "SELECT seen, again FROM paired_keys WHERE service = ? AND rollout = ?",
                        row -> new Keys(BitSet.valueOf(row.getBytes("seen")), row.getLong("again")),
                        service.text(),
                        rollout)
                .orElseGet(() -> new Keys(new BitSet(), 0));
    }

    Pairs read(int rollout) throws SQLException {
        var units = new TreeMap<Pairs.Kind, Long>();
        transaction
                .all(
                        "SELECT rows, live, candidate, times FROM paired"
                                + " WHERE service = ? AND rollout = ? AND times > 0",
                        StoredPairs::unit,
                        service.text(),
                        rollout)
                .forEach(unit -> units.put(unit.getKey(), unit.getValue()));
        return new Pairs(units, keys(rollout).again());
    }

    private static Map.Entry<Pairs.Kind, Long> unit(ResultSet row) throws SQLException {
        return Map.entry(kind(row), row.getLong("times"));
    }

    private static Pairs.Kind kind(ResultSet row) throws SQLException {
        return new Pairs.Kind(row.getInt("live"), row.getInt("candidate"), row.getInt("rows"));
    }
}
