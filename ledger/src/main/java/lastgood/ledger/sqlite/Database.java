package lastgood.ledger.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/// A SQLite file with one connection that writes and one that reads.
///
/// A write that returned is on the disk: write-ahead log, forced at every commit. If forcing fails, the transaction is
/// rolled back and never seen by a reader, and the next one overwrites its bytes; the connection is kept on purpose,
/// as opening the file again would take up what the disk never got.
public final class Database implements AutoCloseable {
    private final Session writer;
    private final Session reader;

    private Database(Session writer, Session reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /// Opens the file, made if need be, with its tables as this version wants them.
    ///
    /// @throws IOException also if a newer version wrote it; nothing in it is touched then
    public static Database open(Path file) throws IOException {
        try {
            Migrations.refuseNewer(file);
            var writer = new Session(connect(file));
            try {
                Migrations.run(writer);
                // What a crash left in the log was read, but perhaps never forced: now it is.
                writer.plainly("PRAGMA wal_checkpoint(TRUNCATE)");
                var reader = new Session(connect(file));
                reader.plainly("PRAGMA query_only = ON");
                return new Database(writer, reader);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure("cannot open " + file, e);
        }
    }

    /// Does all of it, durably, or nothing.
    public <T> T write(Work<T> work) throws IOException {
        try {
            return writer.transact("BEGIN IMMEDIATE", work);
        } catch (SQLException e) {
            throw failure("not written", e);
        }
    }

    /// Sees one state of the whole file.
    public <T> T read(Work<T> work) throws IOException {
        try {
            return reader.transact("BEGIN", work);
        } catch (SQLException e) {
            throw failure("not read", e);
        }
    }

    /// The last connection to be closed empties the log into the file.
    @Override
    public void close() throws IOException {
        try {
            reader.close();
            writer.close();
        } catch (SQLException e) {
            throw failure("not closed", e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        config.setJournalSizeLimit(64 << 20);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static IOException failure(String what, SQLException why) {
        return new IOException(what + ": " + why.getMessage(), why);
    }
}
