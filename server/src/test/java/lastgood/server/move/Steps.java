package lastgood.server.move;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.port.Journal;
import lastgood.core.port.StackBook;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.StackEntry;

/// Ends the process before or after the n-th thing that it does to a journal, to the book of stacks or to a world.
final class Steps implements Clinic.Around {
    private int left = Integer.MAX_VALUE;

    /// The process is gone.
    static final class Gone extends Error {
        private static final long serialVersionUID = 1;
    }

    void endAt(int step) {
        left = step;
    }

    void step() {
        if (left-- == 0) {
            throw new Gone();
        }
    }

    @Override
    public Journal journal(Journal journal) {
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

    @Override
    public StackBook book(StackBook book) {
        return new StackBook() {
            @Override
            public void append(long position, StackEntry entry) throws IOException {
                step();
                book.append(position, entry);
                step();
            }

            @Override
            public List<StackEntry> read() throws IOException {
                return book.read();
            }
        };
    }

    @Override
    public ComponentDriver driver(String component, ComponentDriver driver) {
        return new Passing(driver) {
            @Override
            public Restored restore(Mark to, MoveKey key) {
                step();
                var restored = driver.restore(to, key);
                step();
                return restored;
            }

            @Override
            public Optional<Problem> health() {
                step();
                return driver.health();
            }

            @Override
            public Outcome<Mark> snapshot() {
                step();
                return driver.snapshot();
            }
        };
    }

    /// A driver in front of a real one.
    static class Passing implements ComponentDriver {
        private final ComponentDriver driver;

        Passing(ComponentDriver driver) {
            this.driver = driver;
        }

        @Override
        public Outcome<Description> describe() {
            return driver.describe();
        }

        @Override
        public Outcome<Mark> snapshot() {
            return driver.snapshot();
        }

        @Override
        public Outcome<Mark> find(String at) {
            return driver.find(at);
        }

        @Override
        public Restored restore(Mark to, MoveKey key) {
            return driver.restore(to, key);
        }

        @Override
        public Optional<Problem> health() {
            return driver.health();
        }
    }
}
