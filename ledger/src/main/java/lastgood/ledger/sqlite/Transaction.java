package lastgood.ledger.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What may be done inside a transaction: ask and tell, with `?` for values.
public interface Transaction {
    /// Changes something and tells how many rows it was.
    int run(String sql, Object... values) throws SQLException;

    /// All rows of an answer, in its order.
    <T> List<T> all(String sql, Reader<T> reader, Object... values) throws SQLException;

    default <T> Optional<T> first(String sql, Reader<T> reader, Object... values)
            throws SQLException {
        return all(sql, reader, values).stream().findFirst();
    }

    /// What is made of one row; columns count from 1.
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
