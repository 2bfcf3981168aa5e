package lastgood.gateway.running.program;

import java.util.Optional;
import lastgood.core.breaker.Cause;
import lastgood.gateway.client.Failure;
import lastgood.gateway.running.graph.NoAnswerException;

/// A server gave no answer that can be used to a request.
final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1;

    /// How that came about.
    enum How {
        /// Nothing was sent: there was no connection.
        NOT_REACHED,
        /// The server ended the connection before it saw the request.
        STALE,
        /// The connection broke before anything was answered.
        BROKEN,
        /// It broke in the middle of an answer.
        CUT_OFF,
        /// The server says that it did nothing, and is to be asked again.
        DECLINED,
        /// The server, or one behind it, cannot answer anybody, or gave up.
        UNAVAILABLE,
        /// It answered something else.
        WRONG;

        /// What that says of the server; empty: that it is there, or nothing.
        Optional<Cause> cause() {
            return switch (this) {
                case NOT_REACHED, BROKEN, CUT_OFF -> Optional.of(Cause.AWAY);
                case DECLINED, UNAVAILABLE -> Optional.of(Cause.FAILING);
                case STALE, WRONG -> Optional.empty();
            };
        }

        /// Whether no server has begun to work at it: only then another may be asked.
        boolean isUntouched() {
            return this == NOT_REACHED || this == STALE || this == DECLINED;
        }

        static How of(Failure.Kind kind) {
            return switch (kind) {
                case NOT_REACHED -> NOT_REACHED;
                case STALE -> STALE;
                case REFUSED -> DECLINED;
                case BROKEN -> BROKEN;
                case CUT_OFF -> CUT_OFF;
                case RESET -> UNAVAILABLE;
                case MALFORMED -> WRONG;
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
