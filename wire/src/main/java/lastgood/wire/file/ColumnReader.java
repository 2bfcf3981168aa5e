package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.Column;

/// Reads one column of a tensor: its name, its unit and the values it may hold.
final class ColumnReader {
    private ColumnReader() {}

    static Optional<Column> read(Item item) {
        var section = item.section("{name, unit, min, max, values, nullable}");
        var name = section.need("name", Form.TEXT);
        var unit = section.may("unit", Form.TEXT);
        var min = section.may("min", Form.NUMBER);
        var max = section.may("max", Form.NUMBER);
        var values =
                section.mayList("values", "a list of allowed values").stream()
                        .flatMap(v -> v.as(Form.TEXT).stream())
                        .toList();
        var nullable = section.may("nullable", Form.TRUTH).orElse(true);
        section.done();
        if (crossed(item, min, max)) {
            return Optional.empty();
        }
        return name.map(n -> new Column(n, unit, min, max, List.copyOf(values), nullable));
    }

    /// Complains where the least value is above the greatest.
    static boolean crossed(Item item, Optional<Double> min, Optional<Double> max) {
        boolean crossed = min.isPresent() && max.isPresent() && min.get() > max.get();
        if (crossed) {
            item.complain("min " + min.get() + " is above max " + max.get(), "min <= max");
        }
        return crossed;
    }
}
