package lastgood.ledger.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import lastgood.ledger.sqlite.Transaction;

/// The labelled requests of one sticky key in one place of a rollout, in the order in which they were answered.
///
/// Labels come in any order. Which request of a key is its first, and how many were good before one was bad, must not depend
/// on it: so each request is kept with its time, and one that is labelled late takes its place among the others.
record KeyedRequests(
        Transaction transaction, String service, int rollout, int step, String arm, int slot) {
    private static final String OF_KEY =
            " WHERE service = ? AND rollout = ? AND step = ? AND arm = ? AND slot = ?";

    record Request(Answered answered, boolean bad) {
        private static Request read(ResultSet row) throws SQLException {
            var answered = new Answered(row.getLong("at"), row.getString("id"));
            return new Request(answered, row.getInt("bad") > 0);
        }

        boolean isBefore(Request other) {
            return answered.isBefore(other.answered);
        }
    }

    /// Puts a request in its place.
    ///
    /// @return by how many the good requests before the first bad one are more now; fewer, where this one is bad
    long add(Request request) throws SQLException {
        var firstBad = first("keyed INDEXED BY keyed_bad", " AND bad = 1");
        transaction.run(
                "INSERT INTO keyed (service, rollout, step, arm, slot, at, id, bad)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                service,
                rollout,
                step,
                arm,
                slot,
                request.answered().atMillis(),
                request.answered().id(),
                request.bad() ? 1 : 0);
        if (firstBad.isPresent() && firstBad.get().isBefore(request)) {
            return 0;
        }
        return request.bad() ? -goodBetween(request, firstBad) : 1;
    }

    /// The one that was answered first, of those that are labelled.
    Optional<Request> first() throws SQLException {
        return first("keyed", "");
    }

    private Optional<Request> first(String table, String which) throws SQLException {
        return transaction.first(
                "SELECT at, id, bad FROM " + table + OF_KEY + which + " ORDER BY at, id LIMIT 1",
                Request::read,
                service,
                rollout,
                step,
                arm,
                slot);
    }

    private long goodBetween(Request from, Optional<Request> to) throws SQLException {
        var end = to.map(Request::answered).orElse(new Answered(Long.MAX_VALUE, ""));
        return transaction
                .first(
                        "SELECT count(*) FROM keyed"
                                + OF_KEY
                                + " AND bad = 0 AND (at, id) > (?, ?) AND (at, id) < (?, ?)",
                        row -> row.getLong(1),
                        service,
                        rollout,
                        step,
                        arm,
                        slot,
                        from.answered().atMillis(),
                        from.answered().id(),
                        end.atMillis(),
                        end.id())
                .orElseThrow();
    }
}
