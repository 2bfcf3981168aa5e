package lastgood.control.binding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import lastgood.control.errand.Errands;
import lastgood.core.port.StackBook;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.Stacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is true of all stacks now, and its one writer.
public final class StackRecord {
    private static final Logger LOG = LoggerFactory.getLogger(StackRecord.class);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final StackBook book;
    private final Errands errands;
    private final Deque<StackEntry> unrecorded = new ArrayDeque<>();
    private final List<StackEntry> entries = new ArrayList<>();
    private volatile Stacks stacks = Stacks.NONE;
    private long position;
    private boolean waits;

    /// Reads the book.
    ///
    /// @param errands what cannot be written is tried again by one
    public StackRecord(StackBook book, Errands errands) {
        this.book = book;
        this.errands = errands;
        try {
            for (var entry : book.read()) {
                count(entry);
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

    /// All that counts, oldest first.
    public synchronized List<StackEntry> entries() {
        return List.copyOf(entries);
    }

    /// Writes down, then counts it.
    ///
    /// @throws IOException nothing counts; the same entry may be written again
    public synchronized void write(StackEntry entry) throws IOException {
        writeBacklog();
        book.append(position, entry);
        position++;
        count(entry);
    }

    /// Counts it, and writes it down as soon as that works: a way back waits for no disk.
    public synchronized void act(StackEntry entry) {
        count(entry);
        unrecorded.add(entry);
        try {
            writeBacklog();
        } catch (IOException e) {
            LOG.error("What moved in stacks is not written down yet; it is tried again", e);
            later();
        }
    }

    /// How many entries count and are not written down.
    public synchronized int unrecorded() {
        return unrecorded.size();
    }

    private void count(StackEntry entry) {
        entries.add(entry);
        stacks = stacks.after(entry);
    }

    private void later() {
        if (!waits) {
            waits = true;
            errands.later(AGAIN, this::again);
        }
    }

    private synchronized void again() {
        waits = false;
        try {
            writeBacklog();
        } catch (IOException e) {
            LOG.debug("What moved in stacks is still not written down", e);
            later();
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
