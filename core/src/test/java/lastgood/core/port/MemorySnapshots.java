package lastgood.core.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Snapshots that last as long as the test. The disk can be made to refuse.
public final class MemorySnapshots implements Snapshots {
    private final List<Snapshot> all = new ArrayList<>();
    private boolean refusing;
    private int attempts;

    /// From now on nothing is kept, until told otherwise.
    public synchronized void refusing(boolean now) {
        refusing = now;
    }

    @Override
    public synchronized void write(Snapshot snapshot) throws IOException {
        attempts++;
        if (refusing) {
            throw new IOException("no space left on device");
        }
        all.add(snapshot);
    }

    @Override
    public synchronized Found newest() {
        return new Found(all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()), List.of());
    }

    /// All that were kept, oldest first.
    public synchronized List<Snapshot> all() {
        return List.copyOf(all);
    }

    /// How often somebody wanted to write, refused or not.
    public synchronized int attempts() {
        return attempts;
    }
}
