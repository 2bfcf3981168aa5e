package lastgood.ledger.journal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lastgood.core.incident.Incident;
import lastgood.core.port.Incidents;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;
import lastgood.ledger.sqlite.Transaction;

/// Incidents as a table: one row a number.
public final class SqliteIncidents implements Incidents {
    private final Database database;
    private final Codec codec;

    public SqliteIncidents(Database database, Codec codec) {
        this.database = database;
        this.codec = codec;
    }

    @Override
    public Incident open(Incident draft) throws IOException {
        return database.write(transaction -> {
            var there = about(transaction, draft);
            return there.isPresent() ? there.get() : insert(transaction, draft);
        });
    }

    @Override
    public void change(int number, UnaryOperator<Incident> change) throws IOException {
        database.write(transaction -> {
            var changed = find(transaction, number).map(change);
            return changed.isEmpty()
                    ? 0
                    : transaction.run(
                            "UPDATE incidents SET document = ? WHERE number = ?",
                            codec.write(Incident.class, changed.get()),
                            number);
        });
    }

    @Override
    public Optional<Incident> find(int number) throws IOException {
        return database.read(transaction -> find(transaction, number));
    }

    @Override
    public List<Incident> list() throws IOException {
        return database.read(transaction ->
                transaction.all(
                        "SELECT document FROM incidents ORDER BY number DESC",
                        row -> codec.read(Incident.class, row.getString(1))));
    }

    private Incident insert(Transaction transaction, Incident draft) throws SQLException {
        int number =
                transaction
                        .first(
                                "SELECT ifnull(max(number), 0) + 1 FROM incidents",
                                row -> row.getInt(1))
                        .orElseThrow();
        var incident = draft.withNumber(number);
        transaction.run(
                "INSERT INTO incidents (number, service, rollout, document) VALUES (?, ?, ?, ?)",
                number,
                incident.service().text(),
                incident.rollout(),
                codec.write(Incident.class, incident));
        return incident;
    }

    private Optional<Incident> about(Transaction transaction, Incident draft) throws SQLException {
        return transaction.first(
                "SELECT document FROM incidents WHERE service = ? AND rollout = ?",
                row -> codec.read(Incident.class, row.getString(1)),
                draft.service().text(),
                draft.rollout());
    }

    private Optional<Incident> find(Transaction transaction, int number) throws SQLException {
        return transaction.first(
                "SELECT document FROM incidents WHERE number = ?",
                row -> codec.read(Incident.class, row.getString(1)),
                number);
    }
}
