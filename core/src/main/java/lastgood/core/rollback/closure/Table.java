package lastgood.core.rollback.closure;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.release.ServiceName;

/// Somebody who needs something of components, and the rows between which they can choose. One row has to hold.
final class Table {
    private final Optional<ServiceName> service;
    private final List<Row> rows;

    /// @param service whose rows these are; empty: a component's
    /// @param rows the first is where they are today, the others in the order of preference
    Table(Optional<ServiceName> service, List<Row> rows) {
        this.service = service;
        this.rows = List.copyOf(rows);
    }

    /// @param who as people read it: `fraud-scorer r11`, `index@v2`
    /// @param accepts by component: the ranks of the versions it accepts; what is not in here does not concern it
    record Row(String who, Map<String, BitSet> accepts) {
        Row {
            accepts = Map.copyOf(accepts);
        }

        /// Whether each component can still be at a version it accepts.
        boolean isViable(Domains domains) {
            for (var need : accepts.entrySet()) {
                if (!need.getValue().intersects(domains.of(need.getKey()))) {
                    return false;
                }
            }
            return true;
        }
    }

    Optional<ServiceName> service() {
        return service;
    }

    List<Row> rows() {
        return rows;
    }

    /// The first row that can still hold; the number of rows where none can.
    int first(Domains domains) {
        int row = 0;
        while (row < rows.size() && !rows.get(row).isViable(domains)) {
            row++;
        }
        return row;
    }

    /// The rows that can still hold.
    List<Row> viable(Domains domains) {
        return rows.stream().filter(row -> row.isViable(domains)).toList();
    }

    /// By component, the versions with which one of these rows holds. A component that one of them does not name is not in
    /// the answer: for that row anything will do.
    static Map<String, BitSet> supported(List<Row> viable) {
        var supported = new TreeMap<String, BitSet>();
        viable.getFirst()
                .accepts()
                .forEach((name, set) -> supported.put(name, (BitSet) set.clone()));
        for (var row : viable) {
            supported.keySet().retainAll(row.accepts().keySet());
            supported.forEach((name, set) -> set.or(row.accepts().getOrDefault(name, set)));
        }
        return supported;
    }
}
