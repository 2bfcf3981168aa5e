package lastgood.oci.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The time that one operation has: all of it, and since the last byte moved.
final class Clock {
    private final Limits limits;
    private final long end;
    private volatile long lastByte;

    Clock(Limits limits) {
        this.limits = limits;
        this.lastByte = System.nanoTime();
        this.end = lastByte + limits.whole().toNanos();
    }

    /// Something moved.
    void moved() {
        lastByte = System.nanoTime();
    }

    /// Nanoseconds until patience ends; none or less: it has ended.
    long left() {
        long now = System.nanoTime();
        return Math.min(end - now, lastByte + limits.silence().toNanos() - now);
    }

    Trouble tooSlow(String doing) {
        return end - System.nanoTime() <= 0
                ? Trouble.unreachable(
                        "The registry was too slow.",
                        doing + " was not done after " + limits.whole().toSeconds() + " s in all")
                : Trouble.unreachable(
                        "The registry fell silent.",
                        doing + ": no byte moved for " + limits.silence().toSeconds() + " s");
    }

    /// The value, once it is there; patience starts anew with each byte that moves meanwhile.
    <T> T await(CompletableFuture<T> future, String doing)
            throws ExecutionException, Trouble, InterruptedException {
        moved();
        while (true) {
            long left = left();
            if (left <= 0) {
                future.cancel(true);
                throw tooSlow(doing);
            }
            try {
                return future.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                // looked at again: something may have moved
            } catch (CancellationException _) {
                throw tooSlow(doing);
            }
        }
    }
}
