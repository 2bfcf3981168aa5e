package lastgood.ledger.releases;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Components;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;
import lastgood.ledger.sqlite.Transaction;

/// Shared parts as a table: one row a version. Their bytes are blobs like any others.
public final class SqliteComponents implements Components {
    private final Database database;
    private final Codec codec;

    public SqliteComponents(Database database, Codec codec) {
        this.database = database;
        this.codec = codec;
    }

    @Override
    public Component add(Component component) throws IOException {
        var document = codec.write(StoredComponent.class, StoredComponent.of(component));
        return database.write(transaction -> {
            transaction.run(
                    "INSERT INTO components (name, version, document)"
                            + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    component.id().name(),
                    component.id().version(),
                    document);
            return find(transaction, component.id()).orElseThrow();
        });
    }

    @Override
    public void restate(Component component) throws IOException {
        var document = codec.write(StoredComponent.class, StoredComponent.of(component));
        database.write(transaction -> {
            transaction.run(
                    "UPDATE components SET document = ? WHERE name = ? AND version = ?",
                    document,
                    component.id().name(),
                    component.id().version());
            return component;
        });
    }

    @Override
    public Optional<Component> find(ComponentId id) throws IOException {
        return database.read(transaction -> find(transaction, id));
    }

    @Override
    public List<Component> list() throws IOException {
        return database.read(transaction ->
                transaction.all(
                        "SELECT document FROM components ORDER BY name, ordinal",
                        row -> read(row.getString(1))));
    }

    private Optional<Component> find(Transaction transaction, ComponentId id) throws SQLException {
        return transaction.first(
                "SELECT document FROM components WHERE name = ? AND version = ?",
                row -> read(row.getString(1)),
                id.name(),
                id.version());
    }

    private Component read(String document) {
        return codec.read(StoredComponent.class, document).component();
    }
}
