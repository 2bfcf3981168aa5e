package lastgood.ledger.evidence;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.guard.Place;
import lastgood.core.guard.Tally;
import lastgood.core.port.Labels.Judged;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.release.ServiceName;
import lastgood.ledger.sqlite.Transaction;

/// What the labels of one call add to the sums: gathered first, then added to the tables at once.
final class Sums {
    private final ServiceName service;
    private final Map<Cell, Long> units = new HashMap<>();
    private final Map<Spot, List<Keyed>> keys = new HashMap<>();
    private final Map<Made, Judged> judged = new HashMap<>();

    private record Cell(int rollout, Tally.Unit unit) {}

    private record Spot(int rollout, Place place) {}

    private record Keyed(int slot, KeyedRequests.Request request) {}

    private record Made(int rollout, int release) {}

    Sums(ServiceName service) {
        this.service = service;
    }

    /// Counts a request whose every row is labelled now. Outside a rollout nothing is counted.
    ///
    /// @param id of the prediction
    /// @param wrong how many of its rows are labelled otherwise than they were predicted
    void count(String id, Prediction prediction, int wrong) {
        if (prediction.rollout() == 0) {
            return;
        }
        if (prediction.shielded()) {
            countUnit(id, prediction, Arm.CANDIDATE, prediction.values().size());
        } else {
            countUnit(id, prediction, prediction.arm(), wrong);
            judged.merge(
                    new Made(prediction.rollout(), prediction.release()),
                    new Judged(1, wrong > 0 ? 1 : 0),
                    (a, b) -> new Judged(a.labelled() + b.labelled(), a.wrong() + b.wrong()));
        }
    }

    void addTo(Transaction transaction) throws SQLException {
        for (var unit : units.entrySet()) {
            add(transaction, unit.getKey(), unit.getValue());
        }
        for (var map : keys.entrySet()) {
            add(transaction, map.getKey(), map.getValue());
        }
        for (var made : judged.entrySet()) {
            add(transaction, made.getKey(), made.getValue());
        }
    }

    private void countUnit(String id, Prediction prediction, Arm arm, int bad) {
        var place = new Place(prediction.step(), arm);
        if (prediction.keySlot().isEmpty()) {
            var unit = new Tally.Unit(place, bad, prediction.values().size());
            units.merge(new Cell(prediction.rollout(), unit), 1L, Long::sum);
            return;
        }
        keys.computeIfAbsent(new Spot(prediction.rollout(), place), _ -> new ArrayList<>())
                .add(
                        new Keyed(
                                prediction.keySlot().getAsInt(),
                                new KeyedRequests.Request(
                                        new Answered(prediction.atMillis(), id), bad > 0)));
    }

    private void add(Transaction transaction, Cell cell, long times) throws SQLException {
        var unit = cell.unit();
        transaction.run(
                "INSERT INTO units (service, rollout, step, arm, rows, bad, times)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET times = times + excluded.times",
                service.text(),
                cell.rollout(),
                unit.place().step(),
                unit.place().arm().name(),
                unit.rows(),
                unit.bad(),
                times);
    }

    private void add(Transaction transaction, Spot spot, List<Keyed> requests) throws SQLException {
        var map =
                transaction
                        .first(
                                "SELECT seen, bad, first, good FROM keys"
                                        + " WHERE service = ? AND rollout = ?"
                                        + " AND step = ? AND arm = ?",
                                StoredKeys::read,
                                service.text(),
                                spot.rollout(),
                                spot.place().step(),
                                spot.place().arm().name())
                        .orElseGet(StoredKeys::new);
        for (var keyed : requests) {
            map.add(
                    new KeyedRequests(
                            transaction,
                            service.text(),
                            spot.rollout(),
                            spot.place().step(),
                            spot.place().arm().name(),
                            keyed.slot()),
                    keyed.request());
        }
        transaction.run(
                "INSERT INTO keys (service, rollout, step, arm, seen, bad, first, good)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET seen = excluded.seen, bad = excluded.bad,"
                        + " first = excluded.first, good = excluded.good",
                service.text(),
                spot.rollout(),
                spot.place().step(),
                spot.place().arm().name(),
                map.seen().toByteArray(),
                map.bad().toByteArray(),
                map.first().toByteArray(),
                map.good());
    }

    private void add(Transaction transaction, Made made, Judged more) throws SQLException {
        transaction.run(
                "INSERT INTO judged (service, rollout, release, labelled, wrong)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                        + " labelled = labelled + excluded.labelled, wrong = wrong + excluded.wrong",
                service.text(),
                made.rollout(),
                made.release(),
                more.labelled(),
                more.wrong());
    }
}
