package lastgood.gateway.running.tensor;

/// What stands there is not what [PlainReader] reads. Without a stack trace: it is no failure.
public final class UnusualException extends Exception {
    private static final long serialVersionUID = 1;

    public UnusualException() {
        super("unusual", null, false, false);
    }
}
