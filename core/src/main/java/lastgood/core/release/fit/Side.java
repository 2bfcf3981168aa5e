package lastgood.core.release.fit;

/// Which half of a schema.
public enum Side {
    REQUEST("request", "input"),
    ANSWER("answer", "output");

    private final String text;
    private final String tensor;

    Side(String text, String tensor) {
        this.text = text;
        this.tensor = tensor;
    }

    public String text() {
        return text;
    }

    /// What a tensor of this side is called.
    String tensor() {
        return tensor;
    }
}
