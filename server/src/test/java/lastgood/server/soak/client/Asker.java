package lastgood.server.soak.client;

import java.io.IOException;

/// One client with a connection of its own, whatever protocol it speaks. Not for several threads at once.
public interface Asker extends AutoCloseable {
    /// @throws IOException where no whole answer came
    Answer ask(Row row) throws IOException;

    @Override
    void close();
}
