package lastgood.ledger.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import lastgood.core.port.Journal;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Standing;
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

    /// Where the entries that this process knows of end: the next one is stored as a change of this.
    private final Map<ServiceName, Tail> tails = new ConcurrentHashMap<>();

    private record Tail(long position, Standing standing) {
        static final Tail NONE = new Tail(0, Standing.NEW);

        Tail then(Entry entry) {
            return new Tail(position + 1, entry.decision().next().standing());
        }
    }

    public SqliteJournal(Database database, Codec codec) {
        this.database = database;
        this.codec = codec;
    }

    @Override
    public Appended append(ServiceName service, long position, Entry entry) {
        try {
            var tail = tail(service, position);
            if (tail.position() < position) {
                return new Appended.Outrun(tail.position());
            }
            var text = codec.write(StoredEntry.class, StoredEntry.of(tail.standing(), entry));
            var answer = append(service, position, text);
            if (answer instanceof Appended.At) {
                tails.put(service, tail.then(entry));
            }
            return answer;
        } catch (IOException e) {
            LOG.error("The journal of {} cannot be read before entry {}", service, position, e);
            return new Appended.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Appended append(ServiceName service, long position, String text) {
        try {
            return database.write(transaction -> {
                var standing = standing(transaction, service, position, text);
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
            return afterFailure(service, position, text, e);
        }
    }

    @Override
    public void read(ServiceName service, long from, Consumer<Entry> each) {
        try {
            var tail = follow(service, start(service, from), Long.MAX_VALUE, from, each);
            tails.put(service, tail);
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

    /// What stands at a position, or at the end where there is nothing.
    private Tail tail(ServiceName service, long position) throws IOException {
        return follow(service, start(service, position), position, position, _ -> {});
    }

    private Tail start(ServiceName service, long position) {
        var known = tails.getOrDefault(service, Tail.NONE);
        return known.position() <= position ? known : Tail.NONE;
    }

    /// Reads from `start` to before `end`, and shows what comes at `from` or later.
    private Tail follow(ServiceName service, Tail start, long end, long from, Consumer<Entry> each)
            throws IOException {
        return start.position() >= end
                ? start
                : database.read(transaction -> {
                    var reached = new AtomicReference<>(start);
                    transaction.each(
                            "SELECT position, entry FROM journal WHERE service = ?"
                                    + " AND position >= ? AND position < ? ORDER BY position",
                            row -> {
                                var tail = reached.get();
                                if (row.getLong(1) != tail.position()) {
                                    throw new IllegalStateException(
                                            "the journal of "
                                                    + service
                                                    + " lacks entry "
                                                    + tail.position());
                                }
                                var entry =
                                        codec.read(StoredEntry.class, row.getString(2))
                                                .after(tail.standing());
                                reached.set(tail.then(entry));
                                if (tail.position() >= from) {
                                    each.accept(entry);
                                }
                            },
                            service.text(),
                            start.position(),
                            end);
                    return reached.get();
                });
    }

    /// An entry can be read only once its commit was forced to the disk; so if it is there, it is there to stay, and
    /// only the answer went wrong.
    private Appended afterFailure(
            ServiceName service, long position, String text, IOException failure) {
        var failed = new Appended.Failed(String.valueOf(failure.getMessage()));
        try {
            return database.read(transaction -> find(transaction, service, position))
                    .filter(text::equals)
                    .<Appended>map(_ -> new Appended.At(position))
                    .orElse(failed);
        } catch (IOException _) {
            return failed;
        }
    }

    /// What answers an append without writing: the entry is there, or the position is not the stream's length.
    private Optional<Appended> standing(
            Transaction transaction, ServiceName service, long position, String text)
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
        boolean same = find(transaction, service, position).filter(text::equals).isPresent();
        return Optional.of(same ? new Appended.At(position) : new Appended.Outrun(length));
    }

    private static Optional<String> find(
            Transaction transaction, ServiceName service, long position) throws SQLException {
        return transaction.first(
                "SELECT entry FROM journal WHERE service = ? AND position = ?",
                row -> row.getString(1),
                service.text(),
                position);
    }
}
