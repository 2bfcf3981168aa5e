package lastgood.gateway.memory;

import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// A request would hold more than there is. What it had taken until then is still its own, to be given back.
public final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean never;
    private final long most;

    NoRoomException(boolean never, long most) {
        super("no room within " + most + " bytes", null, false, false);
        this.never = never;
        this.most = most;
    }

    /// As the caller is told. What would not fit if it were alone is not worth another try.
    public Problem problem() {
        return never
                ? Problem.of(
                        Code.TOO_LARGE,
                        "the request takes more memory than the "
                                + most
                                + " bytes there are for all requests together: send fewer rows at once")
                : Problem.of(
                        Code.BUSY,
                        "other requests hold the memory there is for requests: try again");
    }

    /// Whether it would not even fit if it were alone.
    public boolean never() {
        return never;
    }
}
