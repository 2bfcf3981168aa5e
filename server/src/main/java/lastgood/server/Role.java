package lastgood.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a process does of a server's work.
public enum Role {
    /// Control and gateway.
    ALL,
    /// Answers predictions by what it last served; the ledger is not opened.
    GATEWAY;

    static Optional<Role> parse(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
