package lastgood.ledger.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What may be done inside a transaction: ask and tell, with `?` for values.
public interface Transaction {
    /// Changes something and tells how many rows it was.
    int run(String sql, Object... values) throws SQLException;

    /// Shows each row of an answer, in its order; no more than one is held at a time.
    void each(String sql, Visitor visitor, Object... values) throws SQLException;

    /// All rows of an answer, in its order.
    default <T> List<T> all(String sql, Reader<T> reader, Object... values) throws SQLException {
        var all = new ArrayList<T>();
        each(sql, row -> all.add(reader.read(row)), values);
        return List.copyOf(all);
    }

    default <T> Optional<T> first(String sql, Reader<T> reader, Object... values)
            throws SQLException {
        return all(sql, reader, values).stream().findFirst();
    }

    /// Sees one row; columns count from 1.
    @FunctionalInterface
    interface Visitor {
        void see(ResultSet row) throws SQLException;
    }

    /// What is made of one row; columns count from 1.
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
