package lastgood.drivers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import lastgood.core.port.Components;
import lastgood.core.port.FeatureRows;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;
import lastgood.drivers.sql.SqlRows;

/// Looks rows up where the driver of a component keeps its versions as tables: in SQLite and PostgreSQL.
///
/// Each place has a few connections, which are kept. Where a component is driven is a live reference: it is looked up
/// again every few moments, so that a database that has moved is found without a restart.
public final class FeatureTables implements FeatureRows, AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final int SOME = 8;
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(2).toNanos();

    private final Whereabouts whereabouts;
    private final Function<String, Optional<String>> environment;
    private final Map<SortedMap<String, String>, SqlRows> places = new ConcurrentHashMap<>();
    private final Map<ComponentId, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Driven driven, long atNanos) {}

    /// Says where a version of a component is driven; empty: nobody has said.
    @FunctionalInterface
    public interface Whereabouts {
        Optional<Driven> of(ComponentId component) throws IOException;
    }

    /// @param environment the value of an environment variable, by which passwords are given
    public FeatureTables(Components components, Function<String, Optional<String>> environment) {
        this(id -> components.find(id).flatMap(Component::driven), environment);
    }

    public FeatureTables(Whereabouts whereabouts, Function<String, Optional<String>> environment) {
        this.whereabouts = whereabouts;
        this.environment = environment;
    }

    @Override
    public Optional<Driven> place(ComponentId component) {
        return Optional.ofNullable(seen.get(component)).map(Seen::driven);
    }

    @Override
    public Outcome<List<Optional<FeatureRow>>> read(
            ComponentId component, Lookup lookup, List<FeatureKey> keys, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        return table(component).then(table -> table.read(lookup, keys, until));
    }

    @Override
    public Outcome<List<FeatureKey>> some(
            ComponentId component, Lookup lookup, int most, Duration within) {
        return table(component).then(table -> table.some(lookup, most, within));
    }

    /// Reads a few rows, and where there are none asks for one, so that a column that is missing is noticed.
    @Override
    public Optional<Problem> objection(Component component, Lookup lookup, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        var asked =
                component
                        .driven()
                        .map(driven -> table(component.id(), driven))
                        .orElseGet(() -> Outcome.refused(undriven(component.id())))
                        .then(table ->
                                table.some(lookup, SOME, within)
                                        .then(keys ->
                                                table.read(lookup, orOne(lookup, keys), until)));
        return asked instanceof Outcome.Refused<List<Optional<FeatureRow>>>(var problem)
                ? Optional.of(problem)
                : Optional.empty();
    }

    @Override
    public void close() {
        places.values().forEach(SqlRows::close);
    }

    private Outcome<FeatureTable> table(ComponentId component) {
        var known = Optional.ofNullable(seen.get(component));
        if (known.filter(k -> System.nanoTime() - k.atNanos() < REMEMBERED_NANOS).isPresent()) {
            return table(component, known.get().driven());
        }
        try {
            var driven = whereabouts.of(component);
            driven.ifPresent(d -> seen.put(component, new Seen(d, System.nanoTime())));
            return driven.map(d -> table(component, d))
                    .orElseGet(() -> Outcome.refused(undriven(component)));
        } catch (IOException e) {
            return known.map(k -> table(component, k.driven()))
                    .orElseGet(() ->
                            Outcome.refused(
                                    FeatureRows.away(
                                            component,
                                            "the store of components: " + e.getMessage())));
        }
    }

    private static Problem undriven(ComponentId component) {
        return FeatureRows.away(component, "nobody said here where its table is")
                .tryThis("lastgood apply -f COMPONENT.yaml");
    }

    private Outcome<FeatureTable> table(ComponentId component, Driven driven) {
        if (!driven.driver().equals("sql-pointer")) {
            return Outcome.refused(
                    FeatureRows.away(
                            component, "a driver of kind " + driven.driver() + " keeps no tables"));
        }
        return place(component, driven.settings())
                .then(rows -> Outcome.done(new FeatureTable(component, rows, driven.mark().at())));
    }

    private Outcome<SqlRows> place(ComponentId component, SortedMap<String, String> settings) {
        var open = places.get(settings);
        if (open != null) {
            return Outcome.done(open);
        }
        return switch (DriverMaker.sqlPlace(new Settings("sql-pointer", settings), environment)) {
            case Outcome.Refused<DriverMaker.SqlPlace>(var problem) ->
                    Outcome.refused(FeatureTable.away(component, problem));
            case Outcome.Done<DriverMaker.SqlPlace>(var place) ->
                    Outcome.done(
                            places.computeIfAbsent(
                                    settings,
                                    _ ->
                                            new SqlRows(
                                                    place.access(), place.pointer(), CONNECTIONS)));
        };
    }

    private static List<FeatureKey> orOne(Lookup lookup, List<FeatureKey> keys) {
        return !keys.isEmpty()
                ? keys
                : List.of(
                        lookup.keyType() == Datatype.INT64
                                ? new FeatureKey.Whole(0)
                                : new FeatureKey.Text(""));
    }
}
