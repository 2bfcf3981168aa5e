package lastgood.ledger.releases;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import lastgood.core.release.Digest;
import lastgood.ledger.sqlite.Database;

/// Which blobs nothing named when somebody looked, and since when.
record UnnamedBlobs(Database database) {
    Map<String, Instant> all() throws IOException {
        var all = new TreeMap<String, Instant>();
        database.read(transaction -> {
            transaction.each(
                    "SELECT digest, since FROM unnamed",
                    row -> all.put(row.getString(1), Instant.parse(row.getString(2))));
            return true;
        });
        return all;
    }

    void note(Digest digest, Instant since) throws IOException {
        database.write(transaction ->
                transaction.run(
                        "INSERT INTO unnamed (digest, since) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        digest.hex(),
                        since.toString()));
    }

    /// Somebody wants it.
    void drop(Digest digest) throws IOException {
        if (isNoted(digest)) {
            database.write(transaction ->
                    transaction.run("DELETE FROM unnamed WHERE digest = ?", digest.hex()));
        }
    }

    boolean isNoted(Digest digest) throws IOException {
        return database.read(transaction ->
                transaction
                        .first(
                                "SELECT digest FROM unnamed WHERE digest = ?",
                                row -> row.getString(1),
                                digest.hex())
                        .isPresent());
    }
}
