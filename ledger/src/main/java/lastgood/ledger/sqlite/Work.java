package lastgood.ledger.sqlite;

import java.sql.SQLException;

/// Something to be done in one transaction.
@FunctionalInterface
public interface Work<T> {
    T in(Transaction transaction) throws SQLException;
}
