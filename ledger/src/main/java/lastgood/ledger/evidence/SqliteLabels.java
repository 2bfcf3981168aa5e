package lastgood.ledger.evidence;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Tally;
import lastgood.core.port.Labels;
import lastgood.core.prediction.Pair;
import lastgood.core.release.ServiceName;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;
import lastgood.ledger.sqlite.Transaction;

/// Labels as a table, and beside it the sums that follow from them: both change in one transaction, so a tally is
/// never of other labels than those that are stored.
public final class SqliteLabels implements Labels {
    private final Database database;
    private final Codec codec;

    public SqliteLabels(Database database, Codec codec) {
        this.database = database;
        this.codec = codec;
    }

    @Override
    public List<Taken> take(ServiceName service, List<Label> labels) throws IOException {
        labels.forEach(SqliteLabels::mustHaveBeenPredicted);
        if (labels.isEmpty()) {
            return List.of();
        }
        return database.write(transaction -> {
            var sums = new Sums(service);
            var pairs = new StoredPairs(transaction, service, codec);
            var taken = new ArrayList<Taken>(labels.size());
            for (var label : labels) {
                taken.add(take(transaction, service, label, sums, pairs));
            }
            sums.addTo(transaction);
            return List.copyOf(taken);
        });
    }

    @Override
    public Tally tally(ServiceName service, int rollout) throws IOException {
        return database.read(transaction -> StoredTally.read(transaction, service, rollout));
    }

    @Override
    public Judged judged(ServiceName service, int rollout, int release) throws IOException {
        return database.read(
                transaction -> StoredTally.judged(transaction, service, rollout, release));
    }

    @Override
    public void keep(ServiceName service, List<Pair> pairs) throws IOException {
        database.write(transaction -> {
            new StoredPairs(transaction, service, codec).keep(pairs);
            return pairs.size();
        });
    }

    @Override
    public Pairs pairs(ServiceName service, int rollout) throws IOException {
        return database.read(
                transaction -> new StoredPairs(transaction, service, codec).read(rollout));
    }

    private static Taken take(
            Transaction transaction, ServiceName service, Label label, Sums sums, StoredPairs pairs)
            throws SQLException {
        var stored = StoredValue.of(label.value());
        boolean wrong = !label.prediction().values().get(label.row()).sameAs(label.value());
        int added =
                transaction.run(
                        "INSERT INTO labels (service, id, row, kind, value, wrong)"
                                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        service.text(),
                        label.id(),
                        label.row(),
                        stored.kind(),
                        stored.column(),
                        wrong ? 1 : 0);
        if (added == 0) {
            return again(transaction, service, label);
        }
        if (count(transaction, service, label, wrong, sums) && label.prediction().rollout() == 0) {
            pairs.labelled(label.id()); // of an answer outside of any rollout, or beside a shadow
        }
        return Taken.ACCEPTED;
    }

    private static Taken again(Transaction transaction, ServiceName service, Label label)
            throws SQLException {
        var first =
                transaction
                        .first(
                                "SELECT kind, value FROM labels"
                                        + " WHERE service = ? AND id = ? AND row = ?",
                                StoredValue::read,
                                service.text(),
                                label.id(),
                                label.row())
                        .orElseThrow();
        return first.value().sameAs(label.value()) ? Taken.DUPLICATE : Taken.CONFLICTING;
    }

    /// A request counts when its last row is labelled.
    ///
    /// @return whether it is
    private static boolean count(
            Transaction transaction, ServiceName service, Label label, boolean wrong, Sums sums)
            throws SQLException {
        int rows = label.prediction().values().size();
        if (rows == 1) {
            sums.count(label.id(), label.prediction(), wrong ? 1 : 0);
            return true;
        }
        var labelled =
                transaction
                        .first(
                                "SELECT count(*), sum(wrong) FROM labels"
                                        + " WHERE service = ? AND id = ?",
                                row -> new Judged(row.getLong(1), row.getLong(2)),
                                service.text(),
                                label.id())
                        .orElseThrow();
        if (labelled.labelled() == rows) {
            sums.count(label.id(), label.prediction(), (int) labelled.wrong());
            return true;
        }
        return false;
    }

    private static void mustHaveBeenPredicted(Label label) {
        int rows = label.prediction().values().size();
        if (label.row() < 0 || label.row() >= rows) {
            throw new IllegalArgumentException(
                    "a label for row " + label.row() + " of a prediction of " + rows + " rows");
        }
    }
}
