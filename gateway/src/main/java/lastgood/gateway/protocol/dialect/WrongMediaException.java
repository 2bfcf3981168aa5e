package lastgood.gateway.protocol.dialect;

/// A body is in a form that is not taken at all.
public final class WrongMediaException extends Exception {
    private static final long serialVersionUID = 1;

    private final String complaint;

    public WrongMediaException(String complaint) {
        super(complaint, null, false, false);
        this.complaint = complaint;
    }

    /// For the caller.
    public String complaint() {
        return complaint;
    }
}
