package lastgood.cli;

import lastgood.core.problem.Kind;

/// The exit codes. They are part of the contract: scripts branch on them.
public enum Exit {
    DONE(0, "done"),
    FAILED(1, "failed"),
    USAGE(2, "wrong usage or invalid file"),
    NOT_FOUND(3, "not found"),
    NOT_ALLOWED(4, "not logged in or not allowed"),
    REFUSED(5, "refused: blocked, held, risky without consent, or a rollout runs"),
    TRIPPED(6, "a guard tripped; traffic is back on last good (rollout start --wait)"),
    STOPPED_WAITING(7, "stopped waiting; the operation goes on"),
    NOT_READY(9, "a drill failed, or a way back does not work (doctor)"),
    INTERRUPTED(130, "interrupted; what was started goes on at the server");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /// The one place where a refusal becomes an exit code.
    public static Exit of(Kind kind) {
        return switch (kind) {
            case INVALID, TOO_LARGE -> USAGE;
            case NOT_FOUND -> NOT_FOUND;
            case NOT_LOGGED_IN, NOT_ALLOWED -> NOT_ALLOWED;
            case REFUSED -> REFUSED;
            case WRONG_MEDIA, WRONG_METHOD, TOO_LATE, UNAVAILABLE, FAILED -> FAILED;
        };
    }
}
