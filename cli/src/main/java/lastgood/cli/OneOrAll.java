package lastgood.cli;

import java.util.Optional;
import picocli.CommandLine.Parameters;

/// `[SERVICE]`: left out, it is about all of them.
public final class OneOrAll {
    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "This one only; all of them where it is left out.")
    private Optional<String> service = Optional.empty();

    public Optional<String> service() {
        return service;
    }
}
