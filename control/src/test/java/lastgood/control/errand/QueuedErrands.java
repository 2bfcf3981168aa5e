package lastgood.control.errand;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Errands that wait until the test does them.
public final class QueuedErrands implements Errands {
    private final Deque<Runnable> queue = new ArrayDeque<>();

    /// Does those that wait now, not those that come of it.
    public void runAll() {
        for (int left = queue.size(); left > 0; left--) {
            queue.remove().run();
        }
    }

    /// Does the one that came last.
    public void runNewest() {
        queue.removeLast().run();
    }

    public int waiting() {
        return queue.size();
    }

    @Override
    public void now(Runnable errand) {
        queue.add(errand);
    }

    @Override
    public void later(Duration wait, Runnable errand) {
        queue.add(errand);
    }

    @Override
    public void close() {
        queue.clear();
    }
}
