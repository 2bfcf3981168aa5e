package lastgood.control.move;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import lastgood.core.port.Journal;
import lastgood.core.port.StackBook;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.StackEntry;

/// Ends the process at the n-th step that anybody could see: before it is taken, or right after.
final class Fuse {
    private int left = Integer.MAX_VALUE;
    private int room = Integer.MAX_VALUE;

    /// The process is gone.
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    /// @param step the first is 0; steps before and after what is done count alike
    void blowAt(int step) {
        left = step;
    }

    /// From now on the book of stacks cannot be written, or can be again.
    void fillDisk(boolean full) {
        room = full ? 0 : Integer.MAX_VALUE;
    }

    /// From now on the book of stacks has room for so many entries.
    void fillDiskAfter(int entries) {
        room = entries;
    }

    boolean isFull() {
        return room == 0;
    }

    void step() {
        if (left-- == 0) {
            throw new Crash();
        }
    }

    Journal journal(Journal journal) {
        return new Journal() {
            @Override
            public Appended append(ServiceName service, long position, Entry entry) {
                step();
                var answer = journal.append(service, position, entry);
                step();
                return answer;
            }

            @Override
            public void read(ServiceName service, long from, Consumer<Entry> each) {
                journal.read(service, from, each);
            }

            @Override
            public Set<ServiceName> services() {
                return journal.services();
            }
        };
    }

    StackBook book(StackBook book) {
        return new StackBook() {
            @Override
            public void append(long position, StackEntry entry) throws IOException {
                step();
                if (room == 0) {
                    throw new IOException("no space left on device");
                }
                room--;
                book.append(position, entry);
                step();
            }

            @Override
            public List<StackEntry> read() throws IOException {
                return book.read();
            }
        };
    }

    /// Only what is put up together counts.
    Consumer<Runnable> around() {
        return act -> {
            step();
            act.run();
            step();
        };
    }
}
