package lastgood.ledger.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import lastgood.core.guard.Place;
import lastgood.core.guard.Tally;
import lastgood.core.port.Labels.Judged;
import lastgood.core.prediction.Arm;
import lastgood.core.release.ServiceName;
import lastgood.ledger.sqlite.Transaction;

/// The sums as they are asked for.
final class StoredTally {
    private StoredTally() {}

    static Tally read(Transaction transaction, ServiceName service, int rollout)
            throws SQLException {
        var units = new TreeMap<Tally.Unit, Long>();
        transaction
                .all(
                        "SELECT step, arm, rows, bad, times FROM units"
                                + " WHERE service = ? AND rollout = ?",
                        StoredTally::unit,
                        service.text(),
                        rollout)
                .forEach(unit -> units.put(unit.getKey(), unit.getValue()));
        var keys = new TreeMap<Place, Tally.KeyMap>();
        transaction
                .all(
                        "SELECT step, arm, seen, bad, first, good FROM keys WHERE service = ? AND rollout = ?",
                        StoredTally::keys,
                        service.text(),
                        rollout)
                .forEach(map -> keys.put(map.getKey(), map.getValue()));
        return new Tally(units, keys);
    }

    static Judged judged(Transaction transaction, ServiceName service, int rollout, int release)
            throws SQLException {
        return transaction
                .first(
                        "SELECT labelled, wrong FROM judged"
                                + " WHERE service = ? AND rollout = ? AND release = ?",
                        row -> new Judged(row.getLong("labelled"), row.getLong("wrong")),
                        service.text(),
                        rollout,
                        release)
                .orElse(new Judged(0, 0));
    }

    private static Map.Entry<Tally.Unit, Long> unit(ResultSet row) throws SQLException {
        var unit = new Tally.Unit(place(row), row.getInt("bad"), row.getInt("rows"));
        return Map.entry(unit, row.getLong("times"));
    }

    private static Map.Entry<Place, Tally.KeyMap> keys(ResultSet row) throws SQLException {
        return Map.entry(place(row), StoredKeys.read(row).map());
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getInt("step"), Arm.valueOf(row.getString("arm")));
    }
}
