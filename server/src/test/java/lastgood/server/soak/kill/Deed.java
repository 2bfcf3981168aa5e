package lastgood.server.soak.kill;

import java.util.Optional;

/// Something a person asks of control, that must not be lost once it was acknowledged.
enum Deed {
    CREATE("release create"),
    COMPONENT("apply a component"),
    APPLY("apply a service"),
    LABELS("labels"),
    HOLD("hold", "hold"),
    UNHOLD("unhold", "unhold"),
    START("rollout start", "canary"),
    PAUSE("pause", "pause"),
    RESUME("resume", "resume"),
    STOP("stop", "stop"),
    ROLLBACK("rollback", "rollback");

    private final String text;
    private final Optional<String> line;

    Deed(String text) {
        this.text = text;
        this.line = Optional.empty();
    }

    Deed(String text, String line) {
        this.text = text;
        this.line = Optional.of(line);
    }

    /// The word under which the history tells of it. Empty: it tells nothing of it.
    Optional<String> line() {
        return line;
    }

    @Override
    public String toString() {
        return text;
    }
}
