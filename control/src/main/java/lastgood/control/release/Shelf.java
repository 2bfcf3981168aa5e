package lastgood.control.release;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// Whoever gives a release its place, or takes it away, does both halves of it alone: what the journal says and what the store
/// has. So one that is made again while it is let go is there or gone, never half.
public final class Shelf {
    private final ReentrantLock turn = new ReentrantLock(true);

    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    public <T> T alone(Work<T> work) throws IOException {
        turn.lock();
        try {
            return work.run();
        } finally {
            turn.unlock();
        }
    }
}
