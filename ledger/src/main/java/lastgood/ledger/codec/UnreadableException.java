package lastgood.ledger.codec;

/// A stored document that does not have the form it must have.
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableException(String what) {
        super(what);
    }

    UnreadableException(String what, Throwable cause) {
        super(what, cause);
    }
}
