package lastgood.cli;

import java.util.Optional;
import picocli.CommandLine.Parameters;

/// `[SERVICE]`: may be left out where the server has only one.
public final class Named {
    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "May be left out where the server has only one.")
    private Optional<String> service = Optional.empty();

    public Optional<String> service() {
        return service;
    }
}
