package lastgood.drivers.sql;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The values of one row, in the order in which their columns were asked for; empty where the row has none.
///
/// A value is a `Long`, `Double`, `BigDecimal`, `Boolean`, `String` or `byte[]`; of any other type it is the database's text.
public record SqlRow(List<Optional<Object>> values) {
    public SqlRow {
        values = List.copyOf(values);
    }

    static Optional<Object> value(ResultSet row, int at) throws SQLException {
        return switch (row.getObject(at)) {
            case null -> Optional.empty();
            case Integer number -> Optional.of(number.longValue());
            case Short number -> Optional.of(number.longValue());
            case Float number -> Optional.of(number.doubleValue());
            case Long number -> Optional.of(number);
            case Double number -> Optional.of(number);
            case BigDecimal number -> Optional.of(number);
            case Boolean truth -> Optional.of(truth);
            case byte[] bytes -> Optional.of(bytes);
            case Object _ -> Optional.of(row.getString(at));
        };
    }
}
