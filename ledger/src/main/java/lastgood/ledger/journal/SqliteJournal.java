package lastgood.ledger.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.port.Journal;
import lastgood.core.release.ServiceName;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;
import lastgood.ledger.sqlite.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal as a table: one row an entry.
public final class SqliteJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);

    private final Database database;
    private final Codec codec;

    private record Row(long position, String text) {}

    public SqliteJournal(Database database, Codec codec) {
        this.database = database;
        this.codec = codec;
    }

    @Override
    public Appended append(ServiceName service, long position, Entry entry) {
        var text = codec.write(Entry.class, entry);
        try {
            return database.write(transaction -> {
                var standing = standing(transaction, service, position, entry);
                if (standing.isEmpty()) {
                    transaction.run(
                            "INSERT INTO journal (service, position, entry) VALUES (?, ?, ?)",
                            service.text(),
                            position,
                            text);
                }
                return standing.orElse(new Appended.At(position));
            });
        } catch (IOException e) {
            LOG.error("The journal of {} did not take entry {}", service, position, e);
            return afterFailure(service, position, entry, e);
        }
    }

    @Override
    public List<Entry> read(ServiceName service) {
        try {
            var rows = database.read(transaction -> rows(transaction, service));
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).position() != i) {
                    throw new IllegalStateException(
                            "the journal of " + service + " lacks entry " + i);
                }
            }
            return rows.stream().map(row -> codec.read(Entry.class, row.text())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<ServiceName> services() {
        try {
            return Set.copyOf(
                    database.read(transaction ->
                            transaction.all(
                                    "SELECT DISTINCT service FROM journal",
                                    row -> new ServiceName(row.getString(1)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An entry can be read only once its commit was forced to the disk; so if it is there, it is there to stay, and
    /// only the answer went wrong.
    private Appended afterFailure(
            ServiceName service, long position, Entry entry, IOException failure) {
        var failed = new Appended.Failed(String.valueOf(failure.getMessage()));
        try {
            return database.read(transaction -> find(transaction, service, position))
                    .filter(entry::equals)
                    .<Appended>map(_ -> new Appended.At(position))
                    .orElse(failed);
        } catch (IOException _) {
            return failed;
        }
    }

    /// What answers an append without writing: the entry is there, or the position is not the stream's length.
    private Optional<Appended> standing(
            Transaction transaction, ServiceName service, long position, Entry entry)
            throws SQLException {
        long length =
                transaction
                        .first(
                                "SELECT ifnull(max(position) + 1, 0) FROM journal WHERE service = ?",
                                row -> row.getLong(1),
                                service.text())
                        .orElseThrow();
        if (position == length) {
            return Optional.empty();
        }
        boolean same = find(transaction, service, position).filter(entry::equals).isPresent();
        return Optional.of(same ? new Appended.At(position) : new Appended.Outrun(length));
    }

    private Optional<Entry> find(Transaction transaction, ServiceName service, long position)
            throws SQLException {
        return transaction.first(
                "SELECT entry FROM journal WHERE service = ? AND position = ?",
                row -> codec.read(Entry.class, row.getString(1)),
                service.text(),
                position);
    }

    private static List<Row> rows(Transaction transaction, ServiceName service)
            throws SQLException {
        return transaction.all(
                "SELECT position, entry FROM journal WHERE service = ? ORDER BY position",
                row -> new Row(row.getLong(1), row.getString(2)),
                service.text());
    }
}
