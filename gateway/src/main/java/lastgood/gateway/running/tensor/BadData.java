package lastgood.gateway.running.tensor;

/// What a caller wrote is not what it must be.
public final class BadData extends Exception {
    private static final long serialVersionUID = 1;

    private final String complaint;

    public BadData(String complaint) {
        super(complaint, null, false, false);
        this.complaint = complaint;
    }

    /// For the caller.
    public String complaint() {
        return complaint;
    }
}
