package lastgood.gateway.running.graph;

/// A program beside us gave no answer that can be read.
public final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    /// @param why for the caller
    /// @param detail for the log
    public NoAnswerException(String why, String detail) {
        super(why + ": " + detail, null, false, false);
        this.why = why;
    }

    public String why() {
        return why;
    }
}
