package lastgood.ledger.journal;

import java.io.IOException;
import java.util.List;
import lastgood.core.port.StackBook;
import lastgood.core.stack.StackEntry;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;

/// The book of stacks as a table: one row an entry.
public final class SqliteStackBook implements StackBook {
    private final Database database;
    private final Codec codec;

    /// An entry as it is stored.
    public record Stored(StackEntry entry) {}

    public SqliteStackBook(Database database, Codec codec) {
        this.database = database;
        this.codec = codec;
    }

    @Override
    public void append(long position, StackEntry entry) throws IOException {
        var text = codec.write(Stored.class, new Stored(entry));
        var refusal =
                database.write(transaction -> {
                    long length =
                            transaction
                                    .first(
                                            "SELECT ifnull(max(position) + 1, 0) FROM stacks",
                                            row -> row.getLong(1))
                                    .orElseThrow();
                    if (position == length) {
                        transaction.run(
                                "INSERT INTO stacks (position, entry) VALUES (?, ?)",
                                position,
                                text);
                        return "";
                    }
                    var there =
                            transaction.first(
                                    "SELECT entry FROM stacks WHERE position = ?",
                                    row -> row.getString(1),
                                    position);
                    return there.filter(text::equals).isPresent()
                            ? ""
                            : "another writer on the book of stacks: it is "
                                    + length
                                    + " entries long, "
                                    + position
                                    + " were expected";
                });
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
    }

    @Override
    public List<StackEntry> read() throws IOException {
        return database.read(transaction ->
                transaction.all(
                        "SELECT entry FROM stacks ORDER BY position",
                        row -> codec.read(Stored.class, row.getString(1)).entry()));
    }
}
