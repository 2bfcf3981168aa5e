package lastgood.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import lastgood.core.driver.Mark;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.FeatureRowsContract;
import lastgood.core.port.MemoryComponents;
import lastgood.core.problem.Code;
import lastgood.core.release.Actor;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rows that are looked up in real databases.
abstract class FeatureTablesContract extends FeatureRowsContract {
    final MemoryComponents components = new MemoryComponents();
    final FeatureTables tables = new FeatureTables(components, this::variable);

    abstract Connection connect() throws Exception;

    abstract SortedMap<String, String> settings();

    abstract Optional<String> variable(String name);

    @AfterEach
    final void close() {
        tables.close();
    }

    @Override
    protected FeatureRows rows() {
        return tables;
    }

    @Override
    protected void fill(ComponentId table, String key, Map<FeatureKey, List<Object>> rows)
            throws Exception {
        var name = "customers_" + table.version();
        boolean whole = rows.keySet().stream().allMatch(k -> k instanceof FeatureKey.Whole);
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE %s (word TEXT, %s %s PRIMARY KEY, income DOUBLE PRECISION, age INTEGER)"
                            .formatted(name, key, whole ? "BIGINT" : "TEXT"));
            try (var insert =
                    connection.prepareStatement("INSERT INTO " + name + " VALUES (?, ?, ?, ?)")) {
                for (var row : rows.entrySet()) {
                    var values = row.getValue();
                    insert.setObject(1, values.get(2));
                    switch (row.getKey()) {
                        case FeatureKey.Whole(var number) -> insert.setLong(2, number);
                        case FeatureKey.Text(var text) -> insert.setString(2, text);
                    }
                    if (values.get(1) instanceof Number income) {
                        insert.setDouble(3, income.doubleValue());
                    } else {
                        insert.setNull(3, java.sql.Types.DOUBLE);
                    }
                    insert.setObject(4, values.get(0));
                    insert.execute();
                }
            }
        }
        components.add(component(table, settings()));
    }

    final Component component(ComponentId id, SortedMap<String, String> settings) {
        return new Component(
                id,
                Component.FEATURES,
                Optional.empty(),
                Optional.empty(),
                Component.Lineage.UNSAID,
                Optional.of(
                        new Driven(
                                "sql-pointer",
                                settings,
                                new Mark("customers_" + id.version(), Digest.of(new byte[0])))),
                Optional.of(LOOKUP),
                Instant.EPOCH,
                Actor.SERVER);
    }

    @Test
    void aVersionIsObjectedToWhereItsColumnsAreMissingOrItsKeysAreOfAnotherType() throws Exception {
        fill(V1, "customer_id", Map.of(whole(1), List.of(30, 1.0, "a")));
        fill(V2, "customer_id", Map.of());
        var v1 = component(V1, settings());
        assertThat(tables.objection(v1, LOOKUP, WITHIN)).isEmpty();
        for (var empty : List.of(false, true)) {
            var version = empty ? component(V2, settings()) : v1;
            var wrong = new Lookup("customer_id", Datatype.INT64, List.of("agee"), List.of());
            assertThat(tables.objection(version, wrong, WITHIN).orElseThrow().toString())
                    .contains("agee");
        }
        var texts = new Lookup("customer_id", Datatype.BYTES, List.of("age"), List.of());
        var problem = tables.objection(v1, texts, WITHIN).orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.FEATURE_UNUSABLE);
        assertThat(problem.toString()).contains("keyType");
    }

    @Test
    void aVersionThatNobodySaidWhereItIsTellsWhatToDo() {
        var id = new ComponentId("customers", "v8");
        var all = new ArrayList<>(List.of(id));
        assertThat(rows().some(all.getFirst(), LOOKUP, 1, WITHIN).toString())
                .contains("customers@v8", "lastgood apply");
    }
}
