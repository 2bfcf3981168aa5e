package lastgood.control.binding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import lastgood.core.port.StackBook;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.Stacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is true of all stacks now, and its one writer.
public final class StackRecord {
    private static final Logger LOG = LoggerFactory.getLogger(StackRecord.class);

    private final StackBook book;
    private final Deque<StackEntry> unrecorded = new ArrayDeque<>();
    private volatile Stacks stacks = Stacks.NONE;
    private long position;

    /// Reads the book.
    public StackRecord(StackBook book) {
        this.book = book;
        try {
            for (var entry : book.read()) {
                stacks = stacks.after(entry);
                position++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reading it waits for nobody.
    public Stacks now() {
        return stacks;
    }

    /// Writes down, then counts it.
    ///
    /// @throws IOException nothing counts; the same entry may be written again
    public synchronized void write(StackEntry entry) throws IOException {
        writeBacklog();
        book.append(position, entry);
        position++;
        stacks = stacks.after(entry);
    }

    /// Counts it, and writes it down as soon as that works: a way back waits for no disk.
    public synchronized void act(StackEntry entry) {
        stacks = stacks.after(entry);
        unrecorded.add(entry);
        try {
            writeBacklog();
        } catch (IOException e) {
            LOG.error("What moved in stacks is not written down yet; it is tried again", e);
        }
    }

    private void writeBacklog() throws IOException {
        while (!unrecorded.isEmpty()) {
            book.append(position, unrecorded.peek());
            position++;
            unrecorded.remove();
        }
    }
}
