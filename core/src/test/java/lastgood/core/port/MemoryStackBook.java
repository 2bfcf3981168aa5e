package lastgood.core.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.stack.StackEntry;

/// A book that lasts as long as the test.
public final class MemoryStackBook implements StackBook {
    private final List<StackEntry> entries = new ArrayList<>();

    @Override
    public synchronized void append(long position, StackEntry entry) throws IOException {
        if (position == entries.size()) {
            entries.add(entry);
        } else if (position > entries.size() || !entries.get((int) position).equals(entry)) {
            throw new IOException("it is " + entries.size() + " entries long");
        }
    }

    @Override
    public synchronized List<StackEntry> read() {
        return List.copyOf(entries);
    }
}
