package lastgood.ledger.evidence;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import lastgood.core.prediction.Value;
import lastgood.core.release.Digest;

/// A label's value in two columns of bounded size, from which it is known again.
///
/// @param kind which kind of value
/// @param column a whole number, the 64 bits of a real one, a text, or the hash of a long text
record StoredValue(String kind, Object column) {
    private static final String WHOLE = "i";
    private static final String REAL = "d";
    private static final String TEXT = "s";
    private static final String HASH = "h";
    private static final int MOST_LETTERS = 64;
    private static final int HASH_DIGITS = 32;

    static StoredValue of(Value value) {
        return switch (value) {
            case Value.Whole(var number) -> new StoredValue(WHOLE, number);
            // SQLite knows no NaN and takes -0.0 for 0.
            case Value.Real(var number) ->
                    new StoredValue(REAL, Double.doubleToRawLongBits(number));
            case Value.Text(var text) ->
                    text.length() > MOST_LETTERS
                            ? new StoredValue(HASH, hash(text))
                            : new StoredValue(TEXT, text);
            case Value.LongText(var hash) -> new StoredValue(HASH, hash);
        };
    }

    static StoredValue read(ResultSet row) throws SQLException {
        var kind = row.getString("kind");
        return switch (kind) {
            case WHOLE, REAL -> new StoredValue(kind, row.getLong("value"));
            default -> new StoredValue(kind, row.getString("value"));
        };
    }

    Value value() {
        return switch (kind) {
            case WHOLE -> new Value.Whole((Long) column);
            case REAL -> new Value.Real(Double.longBitsToDouble((Long) column));
            case TEXT -> new Value.Text((String) column);
            case HASH -> new Value.LongText((String) column);
            default -> throw new IllegalStateException("no such kind of value: " + kind);
        };
    }

    /// As [Value.LongText] has it.
    private static String hash(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, HASH_DIGITS);
    }
}
