package lastgood.ledger.evidence;

import java.io.IOException;
import java.util.List;
import lastgood.core.guard.Count;
import lastgood.core.port.Counts;
import lastgood.core.release.ServiceName;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;

/// Checkpoints as a table: one row for each gateway and rollout.
public final class SqliteCounts implements Counts {
    private final Database database;
    private final Codec codec;

    public SqliteCounts(Database database, Codec codec) {
        this.database = database;
        this.codec = codec;
    }

    @Override
    public void save(Count count) throws IOException {
        var document = codec.write(Count.class, count);
        database.write(transaction ->
                transaction.run(
                        "INSERT INTO counts (service, rollout, gateway, sequence, document)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                                + " sequence = excluded.sequence,"
                                + " document = excluded.document"
                                + " WHERE excluded.sequence > sequence",
                        count.service().text(),
                        count.rollout(),
                        count.gateway(),
                        count.sequence(),
                        document));
    }

    @Override
    public List<Count> of(ServiceName service, int rollout) throws IOException {
        return database.read(transaction ->
                transaction.all(
                        "SELECT document FROM counts WHERE service = ? AND rollout = ?",
                        row -> codec.read(Count.class, row.getString(1)),
                        service.text(),
                        rollout));
    }
}
