package lastgood.ledger.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lastgood.core.drill.Drill;
import lastgood.core.port.Blobs;
import lastgood.core.port.Drills;
import lastgood.core.release.Digest;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.files.Durable;
import lastgood.ledger.sqlite.Database;
import lastgood.ledger.sqlite.Transaction;

/// Drills as a table, one row a number, and their evidence as files that people can read: `drills/D-12.json`.
///
/// The file is on the disk before the row is. One that a crash left without its row is no evidence of anything, and the
/// next drill, which gets that number, replaces it.
public final class SqliteDrills implements Drills {
    private static final String READ_ONLY = "r--------";

    private final Database database;
    private final Codec codec;
    private final Path folder;

    private SqliteDrills(Database database, Codec codec, Path folder) {
        this.database = database;
        this.codec = codec;
        this.folder = folder;
    }

    /// Opens the folder of evidence, made if need be, and sweeps out what was never finished.
    public static SqliteDrills open(Database database, Codec codec, Path folder)
            throws IOException {
        Durable.makeFolder(folder, "rwx------");
        Durable.sweep(folder);
        return new SqliteDrills(database, codec, folder);
    }

    @Override
    public Drill keep(Drill draft, Function<Drill, byte[]> evidence) throws IOException {
        try {
            return database.write(transaction -> keep(transaction, draft, evidence));
        } catch (UncheckedIOException e) {
            throw new IOException("the evidence of a drill was not written: " + e.getCause(), e);
        }
    }

    @Override
    public Optional<Drill> find(int number) throws IOException {
        return database.read(transaction ->
                transaction.first(
                        "SELECT document FROM drills WHERE number = ?",
                        row -> codec.read(Drill.class, row.getString(1)),
                        number));
    }

    @Override
    public Optional<byte[]> evidence(int number) throws IOException {
        var digest = find(number).flatMap(Drill::evidence);
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file(number));
            if (!Digest.of(bytes).equals(digest.get())) {
                throw new Blobs.DamagedException(digest.get());
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public List<Drill> list() throws IOException {
        return database.read(transaction ->
                transaction.all(
                        "SELECT document FROM drills ORDER BY number DESC",
                        row -> codec.read(Drill.class, row.getString(1))));
    }

    private Drill keep(Transaction transaction, Drill draft, Function<Drill, byte[]> evidence)
            throws SQLException {
        int number =
                transaction
                        .first(
                                "SELECT ifnull(max(number), 0) + 1 FROM drills",
                                row -> row.getInt(1))
                        .orElseThrow();
        var drill = draft.kept(number);
        byte[] bytes = evidence.apply(drill);
        write(file(number), bytes);
        var proven = drill.provenBy(Digest.of(bytes));
        transaction.run(
                "INSERT INTO drills (number, document) VALUES (?, ?)",
                number,
                codec.write(Drill.class, proven));
        return proven;
    }

    /// A transaction fails by SQL exceptions or by those that need not be declared.
    private static void write(Path file, byte[] bytes) {
        try {
            Durable.write(file, bytes, READ_ONLY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(int number) {
        return folder.resolve(Drill.id(number) + ".json");
    }
}
