package lastgood.ledger.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;

/// The steps by which the tables came to be as they are. A step that was ever released is never changed; the file's
/// `user_version` says how many of them it has seen.
final class Migrations {
    private static final List<List<String>> STEPS =
            List.of(
                    Tables.FIRST,
                    Tables.STACKS,
                    Tables.DRILLS,
                    Tables.UNNAMED,
                    Tables.PAIRS,
                    Tables.KEYED);

    private Migrations() {}

    /// @throws IOException if a newer version has written to the file; it is only looked at
    static void refuseNewer(Path file) throws IOException, SQLException {
        if (!Files.exists(file)) {
            return;
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        try (var session = new Session(config.createConnection("jdbc:sqlite:" + file))) {
            int version = version(session);
            if (version > STEPS.size()) {
                throw new IOException(
                        file
                                + " was written by a newer lastgood: its tables are in version "
                                + version
                                + ", this one knows version "
                                + STEPS.size()
                                + ". Nothing was changed.");
            }
        }
    }

    /// Takes the steps that are missing, each whole or not at all.
    static void run(Session session) throws SQLException {
        for (int step = version(session); step < STEPS.size(); step++) {
            take(session, step);
        }
    }

    private static void take(Session session, int step) throws SQLException {
        session.transact(
                "BEGIN IMMEDIATE",
                transaction -> {
                    for (var sql : STEPS.get(step)) {
                        transaction.run(sql);
                    }
                    return transaction.run("PRAGMA user_version = " + (step + 1));
                });
    }

    private static int version(Session session) throws SQLException {
        return session.first("PRAGMA user_version", row -> row.getInt(1)).orElseThrow();
    }
}
