package lastgood.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A ledger over a folder of the test's own; it can be closed and opened again.
public final class OpenLedger implements BeforeEachCallback, AfterEachCallback {
    private Optional<Path> data = Optional.empty();
    private Optional<Ledger> open = Optional.empty();

    public Path data() {
        return data.orElseThrow();
    }

    /// Closes the ledger if it is open, and opens it over what is stored.
    public Ledger again() throws IOException {
        close();
        var ledger = Ledger.open(data());
        open = Optional.of(ledger);
        return ledger;
    }

    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
            open = Optional.empty();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        data = Optional.of(Files.createTempDirectory("ledger").resolve("data"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        close();
        List<Path> all;
        try (Stream<Path> files =
                Files.walk(Optional.ofNullable(data().getParent()).orElseThrow())) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : all) {
            Files.delete(file);
        }
    }
}
