package lastgood.core.prediction;

import java.util.Locale;

/// The side of a rollout a request was assigned to, whoever answered it in the end.
public enum Arm {
    LIVE,
    CANDIDATE;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
