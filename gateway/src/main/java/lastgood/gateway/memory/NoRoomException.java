package lastgood.gateway.memory;

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

    /// Whether it would not even fit if it were alone.
    public boolean never() {
        return never;
    }

    /// What all requests may hold together, in bytes.
    public long most() {
        return most;
    }
}
