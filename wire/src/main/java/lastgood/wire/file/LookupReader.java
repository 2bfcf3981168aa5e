package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import lastgood.core.release.Datatype;
import lastgood.core.release.Lookup;
import lastgood.core.stack.Component;

/// Reads what releases look up in a feature table: `lookup: {key: customer_id, columns: [age, income]}`.
final class LookupReader {
    private static final String LOOKUP =
            "{key: customer_id, columns: [age, income]}, also keyType: INT64 or BYTES, and nullable: [income]";
    private static final String COLUMNS = "names of columns, such as [age, income]";
    private static final Form<String> COLUMN =
            new Form<>(
                    "the name of a column, at most 63 visible characters",
                    text -> Optional.of(text).filter(t -> t.matches("[^\\p{Cntrl}]{1,63}")));
    private static final Form<Datatype> KEY_TYPE =
            Form.word(List.of(Datatype.INT64, Datatype.BYTES), Datatype::name);
    private static final List<String> TABLES = List.of("sql-pointer");

    private LookupReader() {}

    /// @param spec of the component, which says where its table is
    static Optional<Lookup> read(
            Item item, Section spec, Optional<String> kind, Optional<Declaration.Driver> driver) {
        kind.filter(Predicate.not(Component.FEATURES::equals))
                .ifPresent(
                        k -> item.complain("lookup in a component of kind " + k, "kind: features"));
        if (spec.has("path")) {
            item.complain("found both lookup and path", "one of them");
        }
        if (!spec.has("driver") || driver.filter(d -> !TABLES.contains(d.kind())).isPresent()) {
            item.complain(
                    "found no driver that keeps tables",
                    "a driver: {kind: sql-pointer, …} beside it");
        }
        var section = item.section(LOOKUP);
        var key = section.need("key", COLUMN);
        var type = section.may("keyType", KEY_TYPE).orElse(Datatype.INT64);
        var columns = columns(section.needItem("columns", COLUMNS));
        var nullable = columns(section.item("nullable"));
        section.done();
        if (columns.size() > Lookup.MOST_COLUMNS) {
            item.complain("found " + columns.size() + " columns", "at most " + Lookup.MOST_COLUMNS);
            return Optional.empty();
        }
        var others = nullable.stream().filter(column -> !columns.contains(column)).toList();
        if (!others.isEmpty()) {
            item.complain("nullable names " + others, "columns of " + columns);
            return Optional.empty();
        }
        return key.filter(_ -> !columns.isEmpty())
                .map(name -> new Lookup(name, type, columns, nullable));
    }

    private static List<String> columns(Optional<Item> item) {
        return item.map(list -> list.list(COLUMNS)).orElse(List.of()).stream()
                .flatMap(column -> column.as(COLUMN).stream())
                .distinct()
                .toList();
    }
}
