package lastgood.control.move;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Who moves, one at a time: a stack, and something in a world. Whoever wants both takes the stack's turn first.
final class MoveTurns {
    private final ReentrantLock stack = new ReentrantLock(true);
    private final ReentrantLock world = new ReentrantLock(true);

    <T> T stack(Supplier<T> then) {
        return held(stack, then);
    }

    <T> T world(Supplier<T> then) {
        return held(world, then);
    }

    void stackOnly(Runnable then) {
        held(stack, done(then));
    }

    void worldOnly(Runnable then) {
        held(world, done(then));
    }

    private static Supplier<Boolean> done(Runnable then) {
        return () -> {
            then.run();
            return true;
        };
    }

    /// Empty: somebody has it for longer than that.
    <T> Optional<T> world(Duration atMost, Supplier<T> then) {
        try {
            if (!world.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty(); // the server closes
        }
        try {
            return Optional.of(then.get());
        } finally {
            world.unlock();
        }
    }

    private static <T> T held(ReentrantLock turn, Supplier<T> then) {
        turn.lock();
        try {
            return then.get();
        } finally {
            turn.unlock();
        }
    }
}
