package lastgood.ledger.evidence;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
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
    private final Map<Spot, Keys> keys = new HashMap<>();
    private final Map<Made, Judged> judged = new HashMap<>();

    private record Cell(int rollout, Tally.Unit unit) {}

    private record Spot(int rollout, Place place) {}

    private record Made(int rollout, int release) {}

    private record Keys(BitSet seen, BitSet bad) {}

    Sums(ServiceName service) {
        this.service = service;
    }

    /// Counts a request whose every row is labelled now. Outside a rollout nothing is counted.
    ///
    /// @param wrong how many of its rows are labelled otherwise than they were predicted
    void count(Prediction prediction, int wrong) {
        if (prediction.rollout() == 0) {
            return;
        }
        if (prediction.shielded()) {
            countUnit(prediction, Arm.CANDIDATE, prediction.values().size());
        } else {
            countUnit(prediction, prediction.arm(), wrong);
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

    private void countUnit(Prediction prediction, Arm arm, int bad) {
        var place = new Place(prediction.step(), arm);
        if (prediction.keySlot().isEmpty()) {
            var unit = new Tally.Unit(place, bad, prediction.values().size());
            units.merge(new Cell(prediction.rollout(), unit), 1L, Long::sum);
            return;
        }
        var map =
                keys.computeIfAbsent(
                        new Spot(prediction.rollout(), place),
                        _ -> new Keys(new BitSet(), new BitSet()));
        int slot = prediction.keySlot().getAsInt();
        map.seen().set(slot);
        if (bad > 0) {
            map.bad().set(slot);
        }
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

    private void add(Transaction transaction, Spot spot, Keys more) throws SQLException {
        var stored =
                transaction.first(
                        "SELECT seen, bad FROM keys"
                                + " WHERE service = ? AND rollout = ? AND step = ? AND arm = ?",
                        row ->
                                new Keys(
                                        BitSet.valueOf(row.getBytes("seen")),
                                        BitSet.valueOf(row.getBytes("bad"))),
                        service.text(),
                        spot.rollout(),
                        spot.place().step(),
                        spot.place().arm().name());
        stored.ifPresent(before -> more.seen().or(before.seen()));
        stored.ifPresent(before -> more.bad().or(before.bad()));
        transaction.run(
                "INSERT INTO keys (service, rollout, step, arm, seen, bad)"
                        + " VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET seen = excluded.seen, bad = excluded.bad",
                service.text(),
                spot.rollout(),
                spot.place().step(),
                spot.place().arm().name(),
                more.seen().toByteArray(),
                more.bad().toByteArray());
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
