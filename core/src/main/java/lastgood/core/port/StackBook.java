package lastgood.core.port;

import java.io.IOException;
import java.util.List;
import lastgood.core.stack.StackEntry;

/// The append-only record of what concerns several services at once: stacks, live versions, moves. One writer.
public interface StackBook {
    /// Adds an entry at `position`, which must be the book's length. Durable when it returns. The very same entry again,
    /// at the position it has, is fine: so who got an exception may ask once more what became of it.
    ///
    /// @throws IOException nothing was written, or it cannot be known that it was
    void append(long position, StackEntry entry) throws IOException;

    /// Oldest first.
    List<StackEntry> read() throws IOException;
}
