package lastgood.wire.problem;

import lastgood.core.problem.Kind;

/// Which HTTP status a kind of problem has: the one place that says so.
public final class Status {
    private Status() {}

    public static int of(Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_LOGGED_IN -> 401;
            case NOT_ALLOWED -> 403;
            case NOT_FOUND -> 404;
            case WRONG_METHOD -> 405;
            case REFUSED -> 409;
            case TOO_LARGE -> 413;
            case WRONG_MEDIA -> 415;
            case FAILED -> 500;
            case UNAVAILABLE -> 503;
            case TOO_LATE -> 504;
        };
    }
}
