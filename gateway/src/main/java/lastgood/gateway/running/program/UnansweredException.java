package lastgood.gateway.running.program;

import java.util.Optional;
import lastgood.core.breaker.Cause;
import lastgood.gateway.running.graph.NoAnswerException;

/// A server gave no answer that can be used to a request.
final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1;

    /// How that came about.
    enum How {
        /// Nothing was sent: there was no connection.
        NOT_REACHED,
        /// The connection broke before anything was answered.
        BROKEN,
        /// It broke in the middle of an answer.
        CUT_OFF,
        LATE,
        /// Nobody waits for it any more.
        GIVEN_UP,
        /// Its status says that the server did nothing, and is to be asked again.
        DECLINED,
        /// Its status says that the server, or one behind it, cannot answer anybody.
        UNAVAILABLE,
        /// It answered something else.
        WRONG;

        /// What that says of the server; empty: that it is there, or nothing.
        Optional<Cause> cause() {
            return switch (this) {
                case NOT_REACHED, BROKEN, CUT_OFF -> Optional.of(Cause.AWAY);
                case LATE, DECLINED, UNAVAILABLE -> Optional.of(Cause.FAILING);
                case GIVEN_UP, WRONG -> Optional.empty();
            };
        }
    }

    private final How how;
    private final String why;
    private final String detail;

    /// @param why for the caller
    /// @param detail for the log
    UnansweredException(How how, String why, String detail) {
        super(why + ": " + detail, null, false, false);
        this.how = how;
        this.why = why;
        this.detail = detail;
    }

    How how() {
        return how;
    }

    NoAnswerException forCallers() {
        return new NoAnswerException(why, detail);
    }
}
