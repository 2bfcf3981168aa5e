package lastgood.core.problem;

/// What sort of refusal it is; the edge turns it into an HTTP status or an exit code.
public enum Kind {
    INVALID,
    NOT_FOUND,
    REFUSED,
    NOT_ALLOWED,
    NOT_LOGGED_IN,
    TOO_LARGE,
    WRONG_MEDIA,
    WRONG_METHOD,
    TOO_LATE,
    UNAVAILABLE,
    FAILED
}
